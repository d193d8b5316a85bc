<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Parallax</name>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Abspielen</translation>
    </message>
    <message>
        <source>3D at {}/s</source>
        <translation>3D mit {}/s</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>P&amp;ose</source>
        <translation>&amp;Pose</translation>
    </message>
    <message>
        <source>&amp;Sync</source>
        <translation>&amp;Synchronisieren</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>% of the torso</source>
        <translation>% des Rumpfs</translation>
    </message>
    <message>
        <source>% of torso</source>
        <translation>% Rumpf</translation>
    </message>
    <message>
        <source>&amp;Absent</source>
        <translation>&amp;Fehlt</translation>
    </message>
    <message>
        <source>&amp;Add a pose here</source>
        <translation>&amp;Hier eine Pose hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Hidden (occluded)</source>
        <translation>&amp;Verdeckt</translation>
    </message>
    <message>
        <source>&amp;Lock in all frames</source>
        <translation>In allen Bildern s&amp;perren</translation>
    </message>
    <message>
        <source>&amp;Swap with the other side</source>
        <translation>Mit der anderen Seite &amp;tauschen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>&amp;Visible</source>
        <translation>&amp;Sichtbar</translation>
    </message>
    <message>
        <source>+ and − zoom the video, the timeline or the 3D view that has the focus.</source>
        <translation>+ und − vergrößern und verkleinern Video, Zeitleiste oder 3D-Ansicht mit dem Fokus.</translation>
    </message>
    <message>
        <source>+1 frame</source>
        <translation>+1 Bild</translation>
    </message>
    <message>
        <source>, and </source>
        <translation>, und </translation>
    </message>
    <message>
        <source>, and its clock drifts by {n} millionths</source>
        <translation>, und ihre Uhr weicht um {n} Millionstel ab</translation>
    </message>
    <message>
        <source>0.5</source>
        <translation>0,5</translation>
    </message>
    <message>
        <source>0.999 in the paper&apos;s ablations of 81 frames.</source>
        <translation>0,999 in den Ablationen der Arbeit mit 81 Bildern.</translation>
    </message>
    <message>
        <source>0: never.</source>
        <translation>0: nie.</translation>
    </message>
    <message>
        <source>0° is {zero}; more is {positive}.</source>
        <translation>0°: {zero}; mehr: {positive}.</translation>
    </message>
    <message>
        <source>1 camera of {file}, by name: {cameras}.</source>
        <translation>1 Kamera aus {file}, nach Namen: {cameras}.</translation>
    </message>
    <message>
        <source>1 camera of {file}, by order: {cameras}.</source>
        <translation>1 Kamera aus {file}, nach Reihenfolge: {cameras}.</translation>
    </message>
    <message>
        <source>1 could not be measured: click it to see why.</source>
        <translation>1 ließ sich nicht messen: anklicken, um zu sehen, warum.</translation>
    </message>
    <message>
        <source>1 event marked in both views</source>
        <translation>1 Ereignis in beiden Ansichten markiert</translation>
    </message>
    <message>
        <source>1 lifter</source>
        <translation>1 Lifter</translation>
    </message>
    <message>
        <source>1 processor core</source>
        <translation>1 Prozessorkern</translation>
    </message>
    <message>
        <source>1 stretch of 1 frame</source>
        <translation>1 Abschnitt von 1 Bild</translation>
    </message>
    <message>
        <source>1 stretch of {frames} frames</source>
        <translation>1 Abschnitt von {frames} Bildern</translation>
    </message>
    <message>
        <source>1 view</source>
        <translation>1 Ansicht</translation>
    </message>
    <message>
        <source>120 epochs of 6000 steps.</source>
        <translation>120 Epochen zu 6000 Schritten.</translation>
    </message>
    <message>
        <source>2D detection and 3D lifting of the loop range</source>
        <translation>2D-Erkennung und 3D-Bestimmung im Schleifenbereich</translation>
    </message>
    <message>
        <source>2D detection and 3D lifting of the whole recording, in the background</source>
        <translation>2D-Erkennung und 3D-Bestimmung der ganzen Aufnahme, im Hintergrund</translation>
    </message>
    <message>
        <source>2D error, % of the torso</source>
        <translation>2D-Fehler, % des Rumpfs</translation>
    </message>
    <message>
        <source>2D is what is wrong: the detector mistakes joints in your pictures, and 3D suffers from it.</source>
        <translation>Der Fehler liegt in 2D: Der Detektor verwechselt Gelenke in Ihren Bildern, und 3D leidet darunter.</translation>
    </message>
    <message>
        <source>2D keypoints</source>
        <translation>2D-Gelenkpunkte</translation>
    </message>
    <message>
        <source>2D of COCO, OpenPose, SLEAP or DeepLabCut; 3D of TRC, C3D or BVH: shown in the place of what was found</source>
        <translation>2D aus COCO, OpenPose, SLEAP oder DeepLabCut; 3D aus TRC, C3D oder BVH: angezeigt anstelle des Gefundenen</translation>
    </message>
    <message>
        <source>2D weight</source>
        <translation>Gewicht des 2D</translation>
    </message>
    <message>
        <source>2D, % of torso</source>
        <translation>2D, % des Rumpfs</translation>
    </message>
    <message>
        <source>3D</source>
        <translation>3D</translation>
    </message>
    <message>
        <source>3D agreement</source>
        <translation>3D-Übereinstimmung</translation>
    </message>
    <message>
        <source>3D agreement by parts: {parts}. A slant would be a drift.</source>
        <translation>3D-Übereinstimmung nach Teilen: {parts}. Eine Neigung wäre eine Drift.</translation>
    </message>
    <message>
        <source>3D of a recording comes from its cameras, and no camera file is named.</source>
        <translation>das 3D einer Aufnahme kommt von ihren Kameras, und keine Kameradatei ist genannt.</translation>
    </message>
    <message>
        <source>3D of the view at hand anew, with the lifter chosen</source>
        <translation>3D der aktiven Ansicht neu, mit dem gewählten Lifter</translation>
    </message>
    <message>
        <source>3D teaches the detector</source>
        <translation>3D lehrt den Detektor</translation>
    </message>
    <message>
        <source>3D view</source>
        <translation>3D-Ansicht</translation>
    </message>
    <message>
        <source>3D, as {} sees it</source>
        <translation>3D, wie {} es sieht</translation>
    </message>
    <message>
        <source>3D, from the side</source>
        <translation>3D, von der Seite</translation>
    </message>
    <message>
        <source>3D, lengths {kind}</source>
        <translation>3D, Längen {kind}</translation>
    </message>
    <message>
        <source>3D, mm</source>
        <translation>3D, mm</translation>
    </message>
    <message>
        <source>3D: x right, y down, z away from the reference camera, from the pelvis. 2D: x right, y down, from the centre of the top-left pixel</source>
        <translation>3D: x nach rechts, y nach unten, z von der Referenzkamera weg, vom Becken aus. 2D: x nach rechts, y nach unten, von der Mitte des Pixels oben links</translation>
    </message>
    <message>
        <source>; 1 more joint is in doubt</source>
        <translation>; 1 weiteres Gelenk ist zweifelhaft</translation>
    </message>
    <message>
        <source>; of bodies brought to 1.70 m, since the athlete&apos;s height is not known</source>
        <translation>; von Körpern, die auf 1,70 m gebracht wurden, da die Größe der Person nicht bekannt ist</translation>
    </message>
    <message>
        <source>; scaled to the athlete&apos;s height</source>
        <translation>; auf die Größe der Person gebracht</translation>
    </message>
    <message>
        <source>; {n} more joints are in doubt</source>
        <translation>; {n} weitere Gelenke sind zweifelhaft</translation>
    </message>
    <message>
        <source>&lt;{part}&gt; holds a number that is not finite</source>
        <translation>&lt;{part}&gt; enthält eine Zahl, die nicht endlich ist</translation>
    </message>
    <message>
        <source>A 2D detector learns from the errors that lifters make of its joints in 3D. Needs pictures with 3D truth: a calibrated recording, studio clips, a data set.</source>
        <translation>Ein 2D-Detektor lernt aus den Fehlern, die Lifter in 3D aus seinen Gelenken machen. Braucht Bilder mit wahrem 3D: eine kalibrierte Aufnahme, Studioclips, einen Datensatz.</translation>
    </message>
    <message>
        <source>A GPU where there is one, else the processor</source>
        <translation>Eine GPU, wo es eine gibt, sonst der Prozessor</translation>
    </message>
    <message>
        <source>A calibration of the cameras: views are lifted with their own focal length and lens</source>
        <translation>Eine Kalibrierung der Kameras: 3D entsteht mit ihrer eigenen Brennweite und Linse</translation>
    </message>
    <message>
        <source>A clip, the key moments in one picture, or a report to print</source>
        <translation>Ein Clip, die Schlüsselmomente in einem Bild oder ein Bericht zum Drucken</translation>
    </message>
    <message>
        <source>A comparison needs two views of the same moment. Add another video of it.</source>
        <translation>Ein Vergleich braucht zwei Ansichten desselben Moments. Ein weiteres Video davon hinzufügen.</translation>
    </message>
    <message>
        <source>A detector that sees a back may take it for a front and call every left joint right. This looks for such stretches by how well the views fit each other, and proposes to put them right.</source>
        <translation>Ein Detektor kann einen Rücken für eine Vorderseite halten und jedes linke Gelenk rechts nennen. Hier werden solche Abschnitte daran gesucht, wie gut die Ansichten zueinander passen, und ihre Korrektur vorgeschlagen.</translation>
    </message>
    <message>
        <source>A detector whose remaining errors harm 3D less. It needs a graphics card, and hours.</source>
        <translation>Einen Detektor, dessen übrige Fehler 3D weniger schaden. Das braucht eine Grafikkarte und Stunden.</translation>
    </message>
    <message>
        <source>A few sentences for the top of the page</source>
        <translation>Ein paar Sätze für den Anfang der Seite</translation>
    </message>
    <message>
        <source>A few steps were tried, and failed: {why}</source>
        <translation>Ein paar Schritte wurden versucht und scheiterten: {why}</translation>
    </message>
    <message>
        <source>A file of weights of the same network to begin with, in place of its own.</source>
        <translation>Eine Datei mit Gewichten desselben Netzes, mit denen statt der eigenen begonnen wird.</translation>
    </message>
    <message>
        <source>A film for a phone, with everything that is drawn</source>
        <translation>Ein Film fürs Telefon, mit allem, was gezeichnet ist</translation>
    </message>
    <message>
        <source>A film is being saved.</source>
        <translation>Ein Film wird gerade gespeichert.</translation>
    </message>
    <message>
        <source>A folder for each video with a file for each frame: everyone in it as BODY_25, with scores</source>
        <translation>Ein Ordner je Video mit einer Datei je Bild: alle darin als BODY_25, mit Sicherheitswerte</translation>
    </message>
    <message>
        <source>A folder whose name ends in .parallax</source>
        <translation>Ein Ordner, dessen Name auf .parallax endet</translation>
    </message>
    <message>
        <source>A hint of movement</source>
        <translation>Ein Hinweis auf die Bewegung</translation>
    </message>
    <message>
        <source>A key moment here  (M)</source>
        <translation>Hier ein Schlüsselmoment  (M)</translation>
    </message>
    <message>
        <source>A lifter learns each batch twice, once with the true movement as a hint that it is not given later. For good 2D; with an ordinary detector&apos;s it changes little.</source>
        <translation>Ein Lifter lernt jeden Stapel zweimal, einmal mit der wahren Bewegung als Hinweis, den er später nicht bekommt. Für gutes 2D; mit dem eines gewöhnlichen Detektors ändert es wenig.</translation>
    </message>
    <message>
        <source>A lifter learns from 3D motion that virtual cameras see, with a detector&apos;s faults. How the lifter that ships was made.</source>
        <translation>Ein Lifter lernt aus 3D-Bewegungen, die virtuelle Kameras sehen, mit den Fehlern eines Detektors. So entstand der mitgelieferte Lifter.</translation>
    </message>
    <message>
        <source>A lifter learns further from what the views of this recording disagree on, in the background</source>
        <translation>Ein Lifter lernt aus dem weiter, worin die Ansichten dieser Aufnahme sich widersprechen, im Hintergrund</translation>
    </message>
    <message>
        <source>A lifter learns to fill in what lies between key-frames, so that the detector need only look at every 20th.</source>
        <translation>Ein Lifter lernt zu ergänzen, was zwischen Schlüsselbildern liegt, so dass der Detektor nur jedes 20. ansehen muss.</translation>
    </message>
    <message>
        <source>A lifter made as the one that ships was: it sees the motion through virtual cameras, with a detector&apos;s faults.</source>
        <translation>Einen Lifter wie den mitgelieferten: Er sieht die Bewegung durch virtuelle Kameras, mit den Fehlern eines Detektors.</translation>
    </message>
    <message>
        <source>A lifter or detector that others published, from a file: it is recognised, and nothing in it is run</source>
        <translation>Ein Lifter oder Detektor, den andere veröffentlicht haben, aus einer Datei: Sie wird erkannt, und nichts darin wird ausgeführt</translation>
    </message>
    <message>
        <source>A lifter that fills in what lies between. One ships with the program: choose it under Frames, without any training.</source>
        <translation>Einen Lifter, der das Dazwischen ergänzt. Einer liegt dem Programm bei: unter „Bilder“ wählen, ganz ohne Training.</translation>
    </message>
    <message>
        <source>A lifter that fits your kind of movement. The receipt compares it with the one before, on frames that nothing was learned from. Too few frames make it good at these alone.</source>
        <translation>Einen Lifter, der zu Ihrer Art von Bewegung passt. Der Beleg vergleicht ihn mit dem vorigen, auf Bildern, aus denen nichts gelernt wurde. Aus zu wenigen Bildern lernt er nur diese.</translation>
    </message>
    <message>
        <source>A lifter that has learned each movement twice: once with the true movement as a hint, once without.</source>
        <translation>Einen Lifter, der jede Bewegung zweimal gelernt hat: einmal mit der wahren Bewegung als Hinweis, einmal ohne.</translation>
    </message>
    <message>
        <source>A model is being brought in already.</source>
        <translation>Es wird schon ein Modell geholt.</translation>
    </message>
    <message>
        <source>A new training, set up like this one, to be changed</source>
        <translation>Ein neues Training mit den Einstellungen von diesem, zum Ändern</translation>
    </message>
    <message>
        <source>A person is {least} to {most} m tall.</source>
        <translation>Ein Mensch ist {least} bis {most} m groß.</translation>
    </message>
    <message>
        <source>A picture for each view, all seen from one place</source>
        <translation>Ein Bild für jede Ansicht, alle von derselben Stelle gesehen</translation>
    </message>
    <message>
        <source>A project (NAME.parallax), or the folder of a data set</source>
        <translation>Ein Projekt (NAME.parallax) oder der Ordner eines Datensatzes</translation>
    </message>
    <message>
        <source>A project or a data set (folder) …</source>
        <translation>Ein Projekt oder ein Datensatz (Ordner) …</translation>
    </message>
    <message>
        <source>A quarter of real time</source>
        <translation>Ein Viertel der Geschwindigkeit</translation>
    </message>
    <message>
        <source>A row a frame of the reference view, a column a value; all views side by side</source>
        <translation>Eine Zeile je Bild der Referenzansicht, eine Spalte je Wert; alle Ansichten nebeneinander</translation>
    </message>
    <message>
        <source>A run is under way.</source>
        <translation>Ein Lauf ist im Gang.</translation>
    </message>
    <message>
        <source>A second picture over the one at hand, half seen through</source>
        <translation>Ein zweites Bild halb durchsichtig über dem aktiven</translation>
    </message>
    <message>
        <source>A stride</source>
        <translation>Ein Schritt über Bilder</translation>
    </message>
    <message>
        <source>A stride of {n} frames</source>
        <translation>Ein Schritt von {n} Bildern</translation>
    </message>
    <message>
        <source>A studio view</source>
        <translation>Eine Studioansicht</translation>
    </message>
    <message>
        <source>A tenth of real time</source>
        <translation>Ein Zehntel der Geschwindigkeit</translation>
    </message>
    <message>
        <source>A training is at work. Stop it, or wait for its end.</source>
        <translation>Ein Training läuft. Anhalten oder auf sein Ende warten.</translation>
    </message>
    <message>
        <source>About Parallax</source>
        <translation>Über Parallax</translation>
    </message>
    <message>
        <source>About an adult&apos;s, not about those of the file.</source>
        <translation>Um die eines Erwachsenen, nicht um die der Datei.</translation>
    </message>
    <message>
        <source>About {n} MB</source>
        <translation>Etwa {n} MB</translation>
    </message>
    <message>
        <source>Accept the ghost</source>
        <translation>Geist übernehmen</translation>
    </message>
    <message>
        <source>Accept the ghost of {joint} in frame {frame}</source>
        <translation>Geist von {joint} in Bild {frame} übernehmen</translation>
    </message>
    <message>
        <source>Adam&apos;s β₂</source>
        <translation>Adams β₂</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Add a pose here</source>
        <translation>Hier eine Pose hinzufügen</translation>
    </message>
    <message>
        <source>Add a pose in frame {frame}</source>
        <translation>Pose in Bild {frame} hinzufügen</translation>
    </message>
    <message>
        <source>Add a video in the window.</source>
        <translation>Im Fenster ein Video hinzufügen.</translation>
    </message>
    <message>
        <source>Add another video of the same moment.</source>
        <translation>Ein weiteres Video desselben Moments hinzufügen.</translation>
    </message>
    <message>
        <source>Add another video.</source>
        <translation>Ein weiteres Video hinzufügen.</translation>
    </message>
    <message>
        <source>Add another…</source>
        <translation>Weitere…</translation>
    </message>
    <message>
        <source>Add pose</source>
        <translation>Neue Pose</translation>
    </message>
    <message>
        <source>Add the key moment {name}</source>
        <translation>Schlüsselmoment {name} hinzufügen</translation>
    </message>
    <message>
        <source>Add the missing joints in frame {frame}</source>
        <translation>Fehlende Gelenke in Bild {frame} hinzufügen</translation>
    </message>
    <message>
        <source>Add the videos first.</source>
        <translation>Zuerst die Videos hinzufügen.</translation>
    </message>
    <message>
        <source>Add them (`Statistics` in core/conventions.py).</source>
        <translation>Sie hinzufügen (`Statistics` in core/conventions.py).</translation>
    </message>
    <message>
        <source>Add videos</source>
        <translation>Videos hinzufügen</translation>
    </message>
    <message>
        <source>Add {n} key moments</source>
        <translation>{n} Schlüsselmomente hinzufügen</translation>
    </message>
    <message>
        <source>Add {views}</source>
        <translation>{views} hinzufügen</translation>
    </message>
    <message>
        <source>Add …</source>
        <translation>Weitere …</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Against the 3D truth</source>
        <translation>Gegen das wahre 3D</translation>
    </message>
    <message>
        <source>Against the picture</source>
        <translation>Gegen das Bild</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>Agreement is not accuracy: views can share an error.</source>
        <translation>Übereinstimmung ist keine Genauigkeit: Ansichten können denselben Fehler haben.</translation>
    </message>
    <message>
        <source>Agreement of each joint</source>
        <translation>Übereinstimmung jedes Gelenks</translation>
    </message>
    <message>
        <source>Agreement of the views {value} {unit} ({kind})</source>
        <translation>Übereinstimmung der Ansichten {value} {unit} ({kind})</translation>
    </message>
    <message>
        <source>Agreement takes a second view of the same moment; here is only one.</source>
        <translation>Für Übereinstimmung braucht es eine zweite Ansicht desselben Moments; hier ist nur eine.</translation>
    </message>
    <message>
        <source>Agreement, {unit}</source>
        <translation>Übereinstimmung, {unit}</translation>
    </message>
    <message>
        <source>Align every frame</source>
        <translation>Jedes Bild ausrichten</translation>
    </message>
    <message>
        <source>Aligned by</source>
        <translation>Ausgerichtet nach</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>All formats: what each holds, in which unit and axes, and what is lost</source>
        <translation>Alle Formate: was jedes enthält, in welcher Einheit und welchen Achsen, und was verloren geht</translation>
    </message>
    <message>
        <source>All joints</source>
        <translation>Alle Gelenke</translation>
    </message>
    <message>
        <source>All joints jump to the other side at its ends; no other view shows these frames.</source>
        <translation>Alle Gelenke springen an seinen Enden auf die andere Seite; keine andere Ansicht zeigt diese Bilder.</translation>
    </message>
    <message>
        <source>All joints of the frame after, detected or labelled, as labels here</source>
        <translation>Alle Gelenke des nächsten Bildes, erkannt oder gesetzt, hier als gesetzte</translation>
    </message>
    <message>
        <source>All joints of the frame before, detected or labelled, as labels here</source>
        <translation>Alle Gelenke des vorigen Bildes, erkannt oder gesetzt, hier als gesetzte</translation>
    </message>
    <message>
        <source>All numbers</source>
        <translation>Alle Zahlen</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>All of the screen: slow motion, drawing, measuring, key moments, comparing</source>
        <translation>Der ganze Bildschirm: Zeitlupe, Zeichnen, Messen, Schlüsselmomente, Vergleichen</translation>
    </message>
    <message>
        <source>All of them are here.</source>
        <translation>Alle sind da.</translation>
    </message>
    <message>
        <source>All of them side by side, or one</source>
        <translation>Alle nebeneinander, oder eine</translation>
    </message>
    <message>
        <source>All of these were looked at</source>
        <translation>Alle wurden angesehen</translation>
    </message>
    <message>
        <source>All pairs close to {ms} ms.</source>
        <translation>Alle Paare schließen sich auf {ms} ms.</translation>
    </message>
    <message>
        <source>All positions in one picture: for an athlete who moves through it, filmed by a camera that stands still</source>
        <translation>Alle Positionen in einem Bild: wenn sich jemand hindurchbewegt und die Kamera stillsteht</translation>
    </message>
    <message>
        <source>All recordings beside one another</source>
        <translation>Alle Aufnahmen nebeneinander</translation>
    </message>
    <message>
        <source>All that the recording at hand filmed, or what is repeated</source>
        <translation>Alles, was die aktive Aufnahme zeigt, oder was wiederholt wird</translation>
    </message>
    <message>
        <source>All views are lifted by the lifter in use already</source>
        <translation>Das 3D aller Ansichten ist schon vom verwendeten Lifter</translation>
    </message>
    <message>
        <source>All views look along nearly one line (the best two are {angle}° apart): they err alike, and little is gained.</source>
        <translation>Alle Ansichten blicken fast in einer Linie (die besten zwei sind {angle}° auseinander): Sie irren sich gleich, und es bringt wenig.</translation>
    </message>
    <message>
        <source>All, side by side</source>
        <translation>Alle, nebeneinander</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>Bernstein</translation>
    </message>
    <message>
        <source>An alignment for each frame: for cameras that move</source>
        <translation>Eine Ausrichtung für jedes Bild: für Kameras, die sich bewegen</translation>
    </message>
    <message>
        <source>An alignment for every frame: for cameras that move.</source>
        <translation>Eine Ausrichtung für jedes Bild: für bewegte Kameras.</translation>
    </message>
    <message>
        <source>Angle at a joint</source>
        <translation>Winkel an einem Gelenk</translation>
    </message>
    <message>
        <source>Angle between the two cameras</source>
        <translation>Winkel zwischen den beiden Kameras</translation>
    </message>
    <message>
        <source>Angles, speeds and heights over time</source>
        <translation>Winkel, Geschwindigkeiten und Höhen über die Zeit</translation>
    </message>
    <message>
        <source>Animation</source>
        <translation>Animation</translation>
    </message>
    <message>
        <source>Another day, or another athlete, beside this one</source>
        <translation>Ein anderer Tag oder jemand anders, daneben</translation>
    </message>
    <message>
        <source>Another recording of the other performance</source>
        <translation>Eine andere Aufnahme der anderen Ausführung</translation>
    </message>
    <message>
        <source>Another recording…</source>
        <translation>Eine andere Aufnahme…</translation>
    </message>
    <message>
        <source>Apache-2.0 (Google, MediaPipe)</source>
        <translation>Apache-2.0 (Google, MediaPipe)</translation>
    </message>
    <message>
        <source>Apache-2.0 (Walter0807/MotionBERT, open-mmlab/mmpose)</source>
        <translation>Apache-2.0 (Walter0807/MotionBERT, open-mmlab/mmpose)</translation>
    </message>
    <message>
        <source>Apache-2.0 (open-mmlab/mmpose)</source>
        <translation>Apache-2.0 (open-mmlab/mmpose)</translation>
    </message>
    <message>
        <source>Apache-2.0; trained on CMU motion capture, which is free for all uses and may not be resold</source>
        <translation>Apache-2.0; trainiert an CMU Motion Capture, die für alle Zwecke frei ist und nicht weiterverkauft werden darf</translation>
    </message>
    <message>
        <source>Apart</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Apart, the median of {frames} frames over {joints} joints, % of the torso: {views}. A distance is no error.</source>
        <translation>Auseinander, Median von {frames} Bildern über {joints} Gelenke, % des Rumpfs: {views}. Ein Abstand ist kein Fehler.</translation>
    </message>
    <message>
        <source>Apple&apos;s graphics (MPS)</source>
        <translation>Apples Grafik (MPS)</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>Apr.</translation>
    </message>
    <message>
        <source>Arrays with their names, bones, scores, times, rate, unit, axes and source</source>
        <translation>Arrays mit Namen, Knochen, Sicherheitswerte, Zeiten, Bildrate, Einheit, Achsen und Herkunft</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>Pfeil</translation>
    </message>
    <message>
        <source>As &amp;detected</source>
        <translation>Wie &amp;erkannt</translation>
    </message>
    <message>
        <source>As in the window</source>
        <translation>Wie im Fenster</translation>
    </message>
    <message>
        <source>As it was filmed</source>
        <translation>Wie gefilmt</translation>
    </message>
    <message>
        <source>As it was found</source>
        <translation>Wie gefunden</translation>
    </message>
    <message>
        <source>As the table, as DeepLabCut itself keeps it (key df_with_missing)</source>
        <translation>Wie die Tabelle, so wie DeepLabCut selbst sie führt (Schlüssel df_with_missing)</translation>
    </message>
    <message>
        <source>At least {s} s of movement is needed for a sure answer.</source>
        <translation>Für eine sichere Antwort sind mindestens {s} s Bewegung nötig.</translation>
    </message>
    <message>
        <source>At none of these angles was anything gained.</source>
        <translation>Keiner dieser Winkel hat etwas gebracht.</translation>
    </message>
    <message>
        <source>Athlete</source>
        <translation>Athlet/in</translation>
    </message>
    <message>
        <source>Athlete&apos;s height</source>
        <translation>Körpergröße</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>Aug.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Automatic (more where it is fast)</source>
        <translation>Automatisch (mehr, wo es schnell ist)</translation>
    </message>
    <message>
        <source>Averaging (EMA)</source>
        <translation>Mittelung (EMA)</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>Achsen</translation>
    </message>
    <message>
        <source>BVH</source>
        <translation>BVH</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back 1 frame</source>
        <translation>1 Bild zurück</translation>
    </message>
    <message>
        <source>Back 1 second</source>
        <translation>1 Sekunde zurück</translation>
    </message>
    <message>
        <source>Back to the default: {value}</source>
        <translation>Zurück zur Vorgabe: {value}</translation>
    </message>
    <message>
        <source>Back to the detection: what was said of this frame&apos;s joints by hand is taken back</source>
        <translation>Zurück zur Erkennung: Was von Hand über die Gelenke dieses Bildes gesagt wurde, wird zurückgenommen</translation>
    </message>
    <message>
        <source>Back to the pictures; again: leave</source>
        <translation>Zurück zu den Bildern; noch einmal: verlassen</translation>
    </message>
    <message>
        <source>Back to the workbench  (C or Esc)</source>
        <translation>Zurück zum Arbeitsfenster  (C oder Esc)</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Before and after, on what nothing was learned from</source>
        <translation>Vorher und nachher, an dem, woraus nichts gelernt wurde</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Being looked at</source>
        <translation>Wird angesehen</translation>
    </message>
    <message>
        <source>Beside it</source>
        <translation>Daneben</translation>
    </message>
    <message>
        <source>Beta</source>
        <translation>Beta</translation>
    </message>
    <message>
        <source>Beta2</source>
        <translation>Beta2</translation>
    </message>
    <message>
        <source>Better than before</source>
        <translation>Besser als vorher</translation>
    </message>
    <message>
        <source>Between key-frames, where nobody was looked for, there are no values: {views}.</source>
        <translation>Zwischen Schlüsselbildern, wo niemand gesucht wurde, gibt es keine Werte: {views}.</translation>
    </message>
    <message>
        <source>Between the lifters, m²</source>
        <translation>Zwischen den Liftern, m²</translation>
    </message>
    <message>
        <source>Between the views, mm</source>
        <translation>Zwischen den Ansichten, mm</translation>
    </message>
    <message>
        <source>Biomechanics</source>
        <translation>Biomechanik</translation>
    </message>
    <message>
        <source>Blender script</source>
        <translation>Blender-Skript</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Bodies</source>
        <translation>Körper</translation>
    </message>
    <message>
        <source>Bodies are made of one size: what one view cannot see is then no error.</source>
        <translation>Körper werden gleich groß gemacht: Was eine Ansicht nicht sehen kann, ist dann kein Fehler.</translation>
    </message>
    <message>
        <source>Bodies of one size</source>
        <translation>Körper gleicher Größe</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Körper</translation>
    </message>
    <message>
        <source>Bone</source>
        <translation>Knochen</translation>
    </message>
    <message>
        <source>Bone lengths, ± %</source>
        <translation>Knochenlängen, ± %</translation>
    </message>
    <message>
        <source>Bones</source>
        <translation>Knochen</translation>
    </message>
    <message>
        <source>Both views onto each other, not the first onto the second alone.</source>
        <translation>Beide Ansichten aufeinander, nicht nur die erste auf die zweite.</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Brightness and contrast</source>
        <translation>Helligkeit und Kontrast</translation>
    </message>
    <message>
        <source>Brightness and contrast of this picture. Films and exports are not affected.</source>
        <translation>Helligkeit und Kontrast dieses Bildes. Filme und Exporte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Brightness and contrast of {view}</source>
        <translation>Helligkeit und Kontrast von {view}</translation>
    </message>
    <message>
        <source>Brightness and contrast…</source>
        <translation>Helligkeit und Kontrast…</translation>
    </message>
    <message>
        <source>Bring a finding back</source>
        <translation>Einen Befund zurückholen</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Bring sizes together</source>
        <translation>Größen angleichen</translation>
    </message>
    <message>
        <source>But the views are further apart.</source>
        <translation>Aber die Ansichten liegen weiter auseinander.</translation>
    </message>
    <message>
        <source>Butterworth, 6 Hz</source>
        <translation>Butterworth, 6 Hz</translation>
    </message>
    <message>
        <source>Butterworth, zero lag</source>
        <translation>Butterworth, ohne Verzug</translation>
    </message>
    <message>
        <source>By a tenth of a pixel</source>
        <translation>Um ein zehntel Pixel</translation>
    </message>
    <message>
        <source>By everything</source>
        <translation>Nach allem</translation>
    </message>
    <message>
        <source>By how much the length of a bone varies: its standard deviation, as a share of its mean; the median over bones and views</source>
        <translation>Wie sehr die Länge eines Knochens schwankt: ihre Standardabweichung im Verhältnis zum Mittel; der Median über Knochen und Ansichten</translation>
    </message>
    <message>
        <source>By movement</source>
        <translation>Nach Bewegung</translation>
    </message>
    <message>
        <source>By sound</source>
        <translation>Nach Ton</translation>
    </message>
    <message>
        <source>C3D</source>
        <translation>C3D</translation>
    </message>
    <message>
        <source>CC BY-NC 4.0 (facebookresearch/VideoPose3D)</source>
        <translation>CC BY-NC 4.0 (facebookresearch/VideoPose3D)</translation>
    </message>
    <message>
        <source>COCO keypoints</source>
        <translation>COCO-Keypoints</translation>
    </message>
    <message>
        <source>COCO-17 in pixels of the whole picture</source>
        <translation>COCO-17 in Pixeln des ganzen Bildes</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Camera file</source>
        <translation>Kameradatei</translation>
    </message>
    <message>
        <source>Camera files</source>
        <translation>Kameradateien</translation>
    </message>
    <message>
        <source>Camera file…</source>
        <translation>Kameradatei…</translation>
    </message>
    <message>
        <source>Camera {name} of {file}: lifted with its focal length and lens</source>
        <translation>Kamera {name} aus {file}: 3D mit ihrer Brennweite und Linse</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Cameras (*.toml *.txt *.xml)</source>
        <translation>Kameras (*.toml *.txt *.xml)</translation>
    </message>
    <message>
        <source>Cameras apart</source>
        <translation>Winkel der Kameras</translation>
    </message>
    <message>
        <source>Cameras from {file}</source>
        <translation>Kameras aus {file}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cannot tell from the 3D: it fits about as well at other offsets</source>
        <translation>Aus dem 3D unklar: Es passt bei anderem Versatz etwa gleich gut</translation>
    </message>
    <message>
        <source>Cannot tell from the sound: no offset fits clearly better than chance. The recordings may have too little sound in common, or too much noise.</source>
        <translation>Aus dem Ton unklar: Kein Versatz passt deutlich besser als Zufall. Die Aufnahmen haben wohl zu wenig Ton gemeinsam oder zu viel Rauschen.</translation>
    </message>
    <message>
        <source>Cannot tell from the sound: there are only {s} s in common, in which no offset stands out.</source>
        <translation>Aus dem Ton unklar: Nur {s} s sind gemeinsam, und kein Versatz sticht heraus.</translation>
    </message>
    <message>
        <source>Cannot tell from the sound: there is too little of it.</source>
        <translation>Aus dem Ton unklar: Es ist zu wenig davon da.</translation>
    </message>
    <message>
        <source>Cannot tell from the sound: {n} offsets fit about equally well, as repeated sounds such as steps do.</source>
        <translation>Aus dem Ton unklar: {n} Versätze passen etwa gleich gut, wie bei wiederholten Geräuschen, etwa Schritten.</translation>
    </message>
    <message>
        <source>Cannot tell when {views} started.</source>
        <translation>Unklar, wann gestartet: {views}.</translation>
    </message>
    <message>
        <source>Capture rate over the file&apos;s rate: 8 for 240 frames/s played at 30; 1 is life&apos;s speed</source>
        <translation>Aufnahmerate durch Rate der Datei: 8 für 240 Bilder/s, mit 30 abgespielt; 1 ist Echtzeit</translation>
    </message>
    <message>
        <source>Centimetres and degrees; it has no place for the kind of lengths</source>
        <translation>Zentimeter und Grad; für die Art der Längen hat sie keinen Platz</translation>
    </message>
    <message>
        <source>Centre weight</source>
        <translation>Gewicht der Mitte</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Change of bone lengths in a clip</source>
        <translation>Änderung der Knochenlängen im Clip</translation>
    </message>
    <message>
        <source>Change the key moment {name}</source>
        <translation>Schlüsselmoment {name} ändern</translation>
    </message>
    <message>
        <source>Change the view&apos;s settings.</source>
        <translation>Die Einstellungen der Ansicht ändern.</translation>
    </message>
    <message>
        <source>Change the {what}</source>
        <translation>{what} ändern</translation>
    </message>
    <message>
        <source>Changed most, {n} of {count}: frame {frame}, {views}, {before} → {after} mm apart</source>
        <translation>Am meisten geändert, {n} von {count}: Bild {frame}, {views}, {before} → {after} mm auseinander</translation>
    </message>
    <message>
        <source>Changes how the picture is looked at, and nothing else: poses, films and exports stay as they are.</source>
        <translation>Ändert nur, wie das Bild angesehen wird: Posen, Filme und Exporte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Nochmals prüfen</translation>
    </message>
    <message>
        <source>Check again.</source>
        <translation>Nochmals prüfen.</translation>
    </message>
    <message>
        <source>Check before the start</source>
        <translation>Prüfung vor dem Start</translation>
    </message>
    <message>
        <source>Check its name, or choose it again.</source>
        <translation>Den Namen prüfen, oder sie neu wählen.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Die Zugriffsrechte prüfen.</translation>
    </message>
    <message>
        <source>Check left and right</source>
        <translation>Links und rechts prüfen</translation>
    </message>
    <message>
        <source>Check left and right again.</source>
        <translation>Links und rechts erneut prüfen.</translation>
    </message>
    <message>
        <source>Check the folder with `parallax data check`.</source>
        <translation>Den Ordner mit `parallax data check` prüfen.</translation>
    </message>
    <message>
        <source>Check the name, or locate the video where it is now.</source>
        <translation>Den Namen prüfen, oder zeigen, wo das Video jetzt ist.</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>Den Namen prüfen.</translation>
    </message>
    <message>
        <source>Check the network and try again; what has come is kept.</source>
        <translation>Das Netz prüfen und es erneut versuchen; was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>Check the path and its permissions.</source>
        <translation>Den Pfad und seine Zugriffsrechte prüfen.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Den Pfad prüfen.</translation>
    </message>
    <message>
        <source>Check where it is and its permissions.</source>
        <translation>Den Ort und die Zugriffsrechte prüfen.</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Choose a Qualisys .qca.txt file.</source>
        <translation>Eine Datei .qca.txt von Qualisys wählen.</translation>
    </message>
    <message>
        <source>Choose a calibration as Anipose, Pose2Sim, Caliscope or FreeMoCap write it (.toml), or one of Qualisys (.qca.txt).</source>
        <translation>Eine Kalibrierung wählen, wie Anipose, Pose2Sim, Caliscope oder FreeMoCap sie schreiben (.toml), oder eine von Qualisys (.qca.txt).</translation>
    </message>
    <message>
        <source>Choose a calibration file with one table a camera.</source>
        <translation>Eine Kalibrierung mit einer Tabelle je Kamera wählen.</translation>
    </message>
    <message>
        <source>Choose a calibration file.</source>
        <translation>Eine Kalibrierungsdatei wählen.</translation>
    </message>
    <message>
        <source>Choose a camera file: .toml, or .qca.txt of Qualisys.</source>
        <translation>Eine Kameradatei wählen: .toml, oder .qca.txt von Qualisys.</translation>
    </message>
    <message>
        <source>Choose a detector of the list, or train from scratch (fresh = true).</source>
        <translation>Einen Detektor der Liste wählen, oder von Grund auf trainieren (fresh = true).</translation>
    </message>
    <message>
        <source>Choose a detector.</source>
        <translation>Einen Detektor wählen.</translation>
    </message>
    <message>
        <source>Choose a file of labels.</source>
        <translation>Eine Datei mit gesetzten Gelenken wählen.</translation>
    </message>
    <message>
        <source>Choose a folder NAME{suffix} that holds a {database}.</source>
        <translation>Einen Ordner NAME{suffix} wählen, der eine {database} enthält.</translation>
    </message>
    <message>
        <source>Choose a folder that holds a request.json, or start the run again.</source>
        <translation>Einen Ordner wählen, der eine request.json enthält, oder den Lauf erneut starten.</translation>
    </message>
    <message>
        <source>Choose a frame that has one.</source>
        <translation>Ein Bild wählen, das eine hat.</translation>
    </message>
    <message>
        <source>Choose a joint first.</source>
        <translation>Zuerst ein Gelenk wählen.</translation>
    </message>
    <message>
        <source>Choose a labelled frame.</source>
        <translation>Ein bearbeitetes Bild wählen.</translation>
    </message>
    <message>
        <source>Choose a labelled joint.</source>
        <translation>Ein gesetztes Gelenk wählen.</translation>
    </message>
    <message>
        <source>Choose a lifter of key-frames, or a stride of 1.</source>
        <translation>Einen Lifter für Schlüsselbilder wählen, oder einen Schritt von 1.</translation>
    </message>
    <message>
        <source>Choose a lifter of single frames, or of any number.</source>
        <translation>Einen Lifter für einzelne Bilder wählen, oder einen für beliebig viele.</translation>
    </message>
    <message>
        <source>Choose a lifter of the list, or train from scratch (fresh = true).</source>
        <translation>Einen Lifter der Liste wählen, oder von Grund auf trainieren (fresh = true).</translation>
    </message>
    <message>
        <source>Choose a lifter of the list.</source>
        <translation>Einen Lifter der Liste wählen.</translation>
    </message>
    <message>
        <source>Choose a lifter that takes H36M-17.</source>
        <translation>Einen Lifter wählen, der H36M-17 nimmt.</translation>
    </message>
    <message>
        <source>Choose a lifter.</source>
        <translation>Einen Lifter wählen.</translation>
    </message>
    <message>
        <source>Choose a longer range.</source>
        <translation>Einen längeren Bereich wählen.</translation>
    </message>
    <message>
        <source>Choose a name that is not taken.</source>
        <translation>Einen freien Namen wählen.</translation>
    </message>
    <message>
        <source>Choose a range inside the recording.</source>
        <translation>Einen Bereich innerhalb der Aufnahme wählen.</translation>
    </message>
    <message>
        <source>Choose a recording with sound, or synchronize by movement or by hand.</source>
        <translation>Eine Aufnahme mit Ton wählen, oder nach Bewegung oder von Hand synchronisieren.</translation>
    </message>
    <message>
        <source>Choose a sequence of one person.</source>
        <translation>Eine Sequenz mit einer einzigen Person wählen.</translation>
    </message>
    <message>
        <source>Choose a video (MP4, MOV, MKV, WebM, AVI, MTS), or copy the file again.</source>
        <translation>Ein Video wählen (MP4, MOV, MKV, WebM, AVI, MTS), oder die Datei erneut kopieren.</translation>
    </message>
    <message>
        <source>Choose a video file.</source>
        <translation>Eine Videodatei wählen.</translation>
    </message>
    <message>
        <source>Choose a video.</source>
        <translation>Ein Video wählen.</translation>
    </message>
    <message>
        <source>Choose among its views.</source>
        <translation>Unter ihren Ansichten wählen.</translation>
    </message>
    <message>
        <source>Choose among them.</source>
        <translation>Eine davon wählen.</translation>
    </message>
    <message>
        <source>Choose an HRNet, RTMPose or DWPose whose weights are of PyTorch (an ONNX file does not learn).</source>
        <translation>Ein HRNet, RTMPose oder DWPose mit PyTorch-Gewichten wählen (eine ONNX-Datei lernt nicht).</translation>
    </message>
    <message>
        <source>Choose and move</source>
        <translation>Auswählen und verschieben</translation>
    </message>
    <message>
        <source>Choose another detector.</source>
        <translation>Einen anderen Detektor wählen.</translation>
    </message>
    <message>
        <source>Choose another file, or copy it again.</source>
        <translation>Eine andere Datei wählen, oder sie erneut kopieren.</translation>
    </message>
    <message>
        <source>Choose another folder, or the settings that the run was started with.</source>
        <translation>Einen anderen Ordner wählen, oder die Einstellungen, mit denen der Lauf gestartet wurde.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Choose another lifter, or another detector.</source>
        <translation>Einen anderen Lifter oder einen anderen Detektor wählen.</translation>
    </message>
    <message>
        <source>Choose another lifter, or correct its card.</source>
        <translation>Einen anderen Lifter wählen, oder seine Karte berichtigen.</translation>
    </message>
    <message>
        <source>Choose another lifter.</source>
        <translation>Einen anderen Lifter wählen.</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>Ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>Choose another name with -o, or open it with `parallax` and add the videos there.</source>
        <translation>Mit -o einen anderen Namen wählen, oder es mit `parallax` öffnen und die Videos dort hinzufügen.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Ein anderes wählen.</translation>
    </message>
    <message>
        <source>Choose another place, or close the program that has the file open.</source>
        <translation>Einen anderen Ort wählen, oder das Programm schließen, in dem die Datei offen ist.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>Choose another range, or another reference view.</source>
        <translation>Einen anderen Bereich oder eine andere Referenzansicht wählen.</translation>
    </message>
    <message>
        <source>Choose another recording or another range, or find poses first.</source>
        <translation>Eine andere Aufnahme oder einen anderen Bereich wählen, oder zuerst Posen finden.</translation>
    </message>
    <message>
        <source>Choose another recording, or find poses first.</source>
        <translation>Eine andere Aufnahme wählen, oder zuerst Posen finden.</translation>
    </message>
    <message>
        <source>Choose another recording.</source>
        <translation>Eine andere Aufnahme wählen.</translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation>Einen anderen Wert wählen.</translation>
    </message>
    <message>
        <source>Choose another view.</source>
        <translation>Eine andere Ansicht wählen.</translation>
    </message>
    <message>
        <source>Choose cpu.</source>
        <translation>cpu wählen.</translation>
    </message>
    <message>
        <source>Choose data that hold some.</source>
        <translation>Daten wählen, die welche enthalten.</translation>
    </message>
    <message>
        <source>Choose fewer videos.</source>
        <translation>Weniger Videos wählen.</translation>
    </message>
    <message>
        <source>Choose one of {spans} s.</source>
        <translation>Einen davon wählen: {spans} s.</translation>
    </message>
    <message>
        <source>Choose one of {views}.</source>
        <translation>Eine davon wählen: {views}.</translation>
    </message>
    <message>
        <source>Choose one of {whats} as {formats}.</source>
        <translation>Eines davon wählen: {whats}, als {formats}.</translation>
    </message>
    <message>
        <source>Choose one of: {names}.</source>
        <translation>Eines davon wählen: {names}.</translation>
    </message>
    <message>
        <source>Choose one that comes in a pair.</source>
        <translation>Eines wählen, das paarweise vorkommt.</translation>
    </message>
    <message>
        <source>Choose one to lay it over what is shown.</source>
        <translation>Einen wählen, um ihn über das Gezeigte zu legen.</translation>
    </message>
    <message>
        <source>Choose one under Models.</source>
        <translation>Unter den Modellen einen wählen.</translation>
    </message>
    <message>
        <source>Choose other data.</source>
        <translation>Andere Daten wählen.</translation>
    </message>
    <message>
        <source>Choose studio clips, Human3.6M as h36m-fetch makes it, CMU Panoptic, or a calibrated recording.</source>
        <translation>Studioclips, Human3.6M wie von h36m-fetch angelegt, CMU Panoptic oder eine kalibrierte Aufnahme wählen.</translation>
    </message>
    <message>
        <source>Choose the athlete</source>
        <translation>Die Athletin oder den Athleten wählen</translation>
    </message>
    <message>
        <source>Choose the athlete in {view}</source>
        <translation>Person in {view} auswählen</translation>
    </message>
    <message>
        <source>Choose the calibration of this recording.</source>
        <translation>Die Kalibrierung dieser Aufnahme wählen.</translation>
    </message>
    <message>
        <source>Choose the drawing before</source>
        <translation>Vorige Zeichnung wählen</translation>
    </message>
    <message>
        <source>Choose the file of this video, or another view.</source>
        <translation>Die Datei dieses Videos wählen, oder eine andere Ansicht.</translation>
    </message>
    <message>
        <source>Choose the file of this video.</source>
        <translation>Die Datei dieses Videos wählen.</translation>
    </message>
    <message>
        <source>Choose the file that belongs to the recording.</source>
        <translation>Die Datei wählen, die zur Aufnahme gehört.</translation>
    </message>
    <message>
        <source>Choose the file that has the picture.</source>
        <translation>Die Datei wählen, die das Bild hat.</translation>
    </message>
    <message>
        <source>Choose the file that was used before, or add this one as a new view.</source>
        <translation>Die Datei wählen, die bisher verwendet wurde, oder diese als neue Ansicht hinzufügen.</translation>
    </message>
    <message>
        <source>Choose the folder of a training.</source>
        <translation>Den Ordner eines Trainings wählen.</translation>
    </message>
    <message>
        <source>Choose the folder of a video&apos;s files, of OpenPose or Pose2Sim.</source>
        <translation>Den Ordner mit den Dateien eines Videos wählen, von OpenPose oder Pose2Sim.</translation>
    </message>
    <message>
        <source>Choose the folder of one video.</source>
        <translation>Den Ordner eines einzelnen Videos wählen.</translation>
    </message>
    <message>
        <source>Choose the folder that OpenPose or Pose2Sim wrote for a video.</source>
        <translation>Den Ordner wählen, den OpenPose oder Pose2Sim für ein Video geschrieben hat.</translation>
    </message>
    <message>
        <source>Choose the folder that has the files the project was made with.</source>
        <translation>Den Ordner mit den Dateien wählen, aus denen das Projekt entstand.</translation>
    </message>
    <message>
        <source>Choose the next drawing</source>
        <translation>Nächste Zeichnung wählen</translation>
    </message>
    <message>
        <source>Choose the video file itself.</source>
        <translation>Die Videodatei selbst wählen.</translation>
    </message>
    <message>
        <source>Choose the weights that belong to the card.</source>
        <translation>Die Gewichte wählen, die zur Karte gehören.</translation>
    </message>
    <message>
        <source>Choose videos ({endings} …) or a folder that has some.</source>
        <translation>Videos wählen ({endings} …), oder einen Ordner mit Videos.</translation>
    </message>
    <message>
        <source>Choose what a model learns from, and begin</source>
        <translation>Wählen, woraus ein Modell lernt, und beginnen</translation>
    </message>
    <message>
        <source>Choose what it learns from</source>
        <translation>Wählen, woraus es lernt</translation>
    </message>
    <message>
        <source>Choose {names}, or a folder of OpenPose&apos;s.</source>
        <translation>{names} wählen, oder einen Ordner von OpenPose.</translation>
    </message>
    <message>
        <source>Choose {names}, or a stride of 1.</source>
        <translation>{names} wählen, oder einen Schritt von 1.</translation>
    </message>
    <message>
        <source>Choose {what}, or CSV.</source>
        <translation>{what} wählen, oder CSV.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choosing the athlete</source>
        <translation>Die Person wird gewählt</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>Kreis</translation>
    </message>
    <message>
        <source>Clear the loop</source>
        <translation>Schleife aufheben</translation>
    </message>
    <message>
        <source>Clear the loop, or find poses.</source>
        <translation>Die Schleife aufheben, oder Posen finden.</translation>
    </message>
    <message>
        <source>Click a person, here or in the video, to make them the athlete.</source>
        <translation>Eine Person hier oder im Video anklicken, um sie auszuwählen.</translation>
    </message>
    <message>
        <source>Click a row, or press Enter on it, to go to its frame.</source>
        <translation>Eine Zeile anklicken oder Eingabe drücken, um zu ihrem Bild zu gehen.</translation>
    </message>
    <message>
        <source>Click a row, or press Enter on it, to go to the label. Nothing is changed by that.</source>
        <translation>Eine Zeile anklicken oder Eingabe drücken, um zum gesetzten Gelenk zu gehen. Das ändert nichts.</translation>
    </message>
    <message>
        <source>Click on the athlete in the window, or choose another range.</source>
        <translation>Im Fenster auf die Person klicken, um die es geht, oder einen anderen Bereich wählen.</translation>
    </message>
    <message>
        <source>Click to go back or forward to there</source>
        <translation>Klicken, um bis dorthin zurück oder vor zu gehen</translation>
    </message>
    <message>
        <source>Click to sort</source>
        <translation>Klicken, um zu sortieren</translation>
    </message>
    <message>
        <source>Click where it is to place it.</source>
        <translation>Dorthin klicken, wo es ist, um es zu setzen.</translation>
    </message>
    <message>
        <source>Click: follow this person</source>
        <translation>Klick: diese Person verfolgen</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>Clip norm</source>
        <translation>Längster Gradient</translation>
    </message>
    <message>
        <source>Clips that one step learns from. Too many for the memory are halved by themselves.</source>
        <translation>Clips, aus denen ein Schritt lernt. Zu viele für den Speicher werden von selbst halbiert.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close it there first.</source>
        <translation>Es zuerst dort schließen.</translation>
    </message>
    <message>
        <source>Close it where else it is open, or make it writable, and open it again.</source>
        <translation>Es schließen, wo es sonst noch offen ist, oder es beschreibbar machen, und es erneut öffnen.</translation>
    </message>
    <message>
        <source>Close other programs and open the video again.</source>
        <translation>Andere Programme schließen und das Video nochmals öffnen.</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>Andere Programme schließen.</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>Projekt schließen</translation>
    </message>
    <message>
        <source>Closer by</source>
        <translation>Näher um</translation>
    </message>
    <message>
        <source>Closer timeline</source>
        <translation>Zeitleiste vergrößern</translation>
    </message>
    <message>
        <source>Closer: video, timeline, 3D view</source>
        <translation>Näher: Video, Zeitleiste, 3D-Ansicht</translation>
    </message>
    <message>
        <source>Coach view</source>
        <translation>Trainer-Ansicht</translation>
    </message>
    <message>
        <source>Code and weights may be used and passed on with their notice; they were learned from Human3.6M, whose recordings are for academic use alone: ask before you use them commercially.</source>
        <translation>Code und Gewichte dürfen mit ihrem Hinweis verwendet und weitergegeben werden; gelernt wurden sie aus Human3.6M, dessen Aufnahmen nur für die Wissenschaft sind: vor kommerzieller Verwendung nachfragen.</translation>
    </message>
    <message>
        <source>Code and weights may be used and passed on with their notice; they were learned from pictures of the web, some of which are for research alone: ask before you use them commercially.</source>
        <translation>Code und Gewichte dürfen mit ihrem Hinweis verwendet und weitergegeben werden; gelernt wurden sie aus Bildern des Webs, von denen manche nur für die Forschung sind: vor kommerzieller Verwendung nachfragen.</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colours look paler here than on the phone, because they are shown without tone mapping; poses are found as usual.</source>
        <translation>Farben wirken hier blasser als auf dem Telefon, weil sie ohne Tone-Mapping gezeigt werden; Posen werden gefunden wie sonst.</translation>
    </message>
    <message>
        <source>Command palette…</source>
        <translation>Befehle suchen…</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Comment on the key moment</source>
        <translation>Kommentar zum Schlüsselmoment</translation>
    </message>
    <message>
        <source>Comments, measures and differences</source>
        <translation>Kommentare, Messwerte und Unterschiede</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>Neu vergleichen</translation>
    </message>
    <message>
        <source>Compare again.</source>
        <translation>Neu vergleichen.</translation>
    </message>
    <message>
        <source>Compare detectors…</source>
        <translation>Detektoren vergleichen…</translation>
    </message>
    <message>
        <source>Compare poses of one skeleton.</source>
        <translation>Posen desselben Skeletts vergleichen.</translation>
    </message>
    <message>
        <source>Compare the lifters</source>
        <translation>Lifter vergleichen</translation>
    </message>
    <message>
        <source>Compare the lifters on this clip</source>
        <translation>Lifter an diesem Clip vergleichen</translation>
    </message>
    <message>
        <source>Compare with another project (a folder NAME.parallax)</source>
        <translation>Mit einem anderen Projekt vergleichen (ein Ordner NAME.parallax)</translation>
    </message>
    <message>
        <source>Compare: cameras</source>
        <translation>Vergleich: Kameras</translation>
    </message>
    <message>
        <source>Compare: difference</source>
        <translation>Vergleich: Unterschied</translation>
    </message>
    <message>
        <source>Compare: mean of the views</source>
        <translation>Vergleich: Mittel der Ansichten</translation>
    </message>
    <message>
        <source>Compare: overlaid</source>
        <translation>Vergleich: übereinander</translation>
    </message>
    <message>
        <source>Compare: side by side</source>
        <translation>Vergleich: nebeneinander</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Compared with {name}</source>
        <translation>Verglichen mit {name}</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen…</translation>
    </message>
    <message>
        <source>Comparing in 3D …</source>
        <translation>Vergleich in 3D …</translation>
    </message>
    <message>
        <source>Comparing movements …</source>
        <translation>Bewegungen werden verglichen …</translation>
    </message>
    <message>
        <source>Comparing the views …</source>
        <translation>Die Ansichten werden verglichen …</translation>
    </message>
    <message>
        <source>Comparing …</source>
        <translation>Wird verglichen …</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Comparison of the views</source>
        <translation>Vergleich der Ansichten</translation>
    </message>
    <message>
        <source>Connect to the network and try again, or on another machine run `{command}` and then here `python -m core.detectors.blazepose_graphs --wheel THE_WHEEL`.</source>
        <translation>Eine Netzverbindung herstellen und es erneut versuchen, oder auf einem anderen Rechner `{command}` ausführen und dann hier `python -m core.detectors.blazepose_graphs --wheel THE_WHEEL`.</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbindung wird aufgebaut …</translation>
    </message>
    <message>
        <source>Consistency weight</source>
        <translation>Gewicht der Einigkeit</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Convention</source>
        <translation>Konvention</translation>
    </message>
    <message>
        <source>Convert it, for instance with: ffmpeg -i IN -c:v copy -c:a aac OUT.mp4</source>
        <translation>Umwandeln, zum Beispiel mit: ffmpeg -i IN -c:v copy -c:a aac OUT.mp4</translation>
    </message>
    <message>
        <source>Convert it, for instance with: ffmpeg -i IN -c:v libx264 -crf 17 OUT.mp4</source>
        <translation>Umwandeln, zum Beispiel mit: ffmpeg -i IN -c:v libx264 -crf 17 OUT.mp4</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy it again from the camera, or synchronize by movement or by hand.</source>
        <translation>Erneut von der Kamera kopieren, oder nach Bewegung oder von Hand synchronisieren.</translation>
    </message>
    <message>
        <source>Copy it again from the camera.</source>
        <translation>Erneut von der Kamera kopieren.</translation>
    </message>
    <message>
        <source>Copy it again from the camera; if the recording itself broke off, repair it there or record again.</source>
        <translation>Erneut von der Kamera kopieren; brach die Aufnahme selbst ab, sie dort reparieren oder neu aufnehmen.</translation>
    </message>
    <message>
        <source>Copy pose from frame {frame}</source>
        <translation>Pose aus Bild {frame} kopieren</translation>
    </message>
    <message>
        <source>Copy the file again from the camera.</source>
        <translation>Die Datei nochmals von der Kamera kopieren.</translation>
    </message>
    <message>
        <source>Copy the labels of the labelled frame after</source>
        <translation>Gesetzte Gelenke des nächsten bearbeiteten Bildes kopieren</translation>
    </message>
    <message>
        <source>Copy the labels of the labelled frame before</source>
        <translation>Gesetzte Gelenke des vorigen bearbeiteten Bildes kopieren</translation>
    </message>
    <message>
        <source>Copy the other one.</source>
        <translation>Das andere kopieren.</translation>
    </message>
    <message>
        <source>Copy the pose of frame {source} to frame {frame}</source>
        <translation>Pose aus Bild {source} in Bild {frame} kopieren</translation>
    </message>
    <message>
        <source>Copy the pose of the next frame</source>
        <translation>Pose des nächsten Bildes kopieren</translation>
    </message>
    <message>
        <source>Copy the pose of the previous frame</source>
        <translation>Pose des vorigen Bildes kopieren</translation>
    </message>
    <message>
        <source>Copy {view} for scrubbing</source>
        <translation>{view} zum schnellen Springen kopieren</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Korrigieren</translation>
    </message>
    <message>
        <source>Correct it (its form is described in core/conventions.py).</source>
        <translation>Sie berichtigen (ihre Form ist in core/conventions.py beschrieben).</translation>
    </message>
    <message>
        <source>Correct it (its form is described in core/detectors/settings.py).</source>
        <translation>Sie berichtigen (ihre Form ist in core/detectors/settings.py beschrieben).</translation>
    </message>
    <message>
        <source>Correct joints</source>
        <translation>Gelenke korrigieren</translation>
    </message>
    <message>
        <source>Correct or unset {variable}.</source>
        <translation>{variable} berichtigen oder entfernen.</translation>
    </message>
    <message>
        <source>Correct the card (its form is described in core/cards.py).</source>
        <translation>Die Karte berichtigen (ihre Form ist in core/cards.py beschrieben).</translation>
    </message>
    <message>
        <source>Correct the card.</source>
        <translation>Die Karte berichtigen.</translation>
    </message>
    <message>
        <source>Correct the file.</source>
        <translation>Die Datei berichtigen.</translation>
    </message>
    <message>
        <source>Correct the model&apos;s card.</source>
        <translation>Die Karte des Modells berichtigen.</translation>
    </message>
    <message>
        <source>Correct the settings that were given with the weights, or give others.</source>
        <translation>Die Einstellungen berichtigen, die mit den Gewichten angegeben wurden, oder andere angeben.</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Korrigiert</translation>
    </message>
    <message>
        <source>Correcting: choose a joint</source>
        <translation>Korrektur: ein Gelenk wählen</translation>
    </message>
    <message>
        <source>Correcting: nobody here</source>
        <translation>Korrektur: niemand hier</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Korrekturen</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>Crops that one step learns from.</source>
        <translation>Ausschnitte, aus denen ein Schritt lernt.</translation>
    </message>
    <message>
        <source>Crossed</source>
        <translation>Gemischt</translation>
    </message>
    <message>
        <source>Crossed from</source>
        <translation>Gemischt ab</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Curves of the training</source>
        <translation>Kurven des Trainings</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>Dez.</translation>
    </message>
    <message>
        <source>Decay epochs</source>
        <translation>Abfall: alle (Epochen)</translation>
    </message>
    <message>
        <source>Decay every</source>
        <translation>Abfall: alle</translation>
    </message>
    <message>
        <source>Decay rate</source>
        <translation>Abfall: Faktor</translation>
    </message>
    <message>
        <source>Decay share</source>
        <translation>Abfall: Anteil</translation>
    </message>
    <message>
        <source>Decoding …</source>
        <translation>Wird dekodiert …</translation>
    </message>
    <message>
        <source>DeepLabCut HDF5</source>
        <translation>DeepLabCut HDF5</translation>
    </message>
    <message>
        <source>DeepLabCut table</source>
        <translation>DeepLabCut-Tabelle</translation>
    </message>
    <message>
        <source>Deepest left knee bend</source>
        <translation>Tiefste Beugung linkes Knie</translation>
    </message>
    <message>
        <source>Deepest right knee bend</source>
        <translation>Tiefste Beugung rechtes Knie</translation>
    </message>
    <message>
        <source>Degrees, said in the file; 0 is upright with hanging arms</source>
        <translation>Grad, in der Datei vermerkt; 0 ist aufrecht mit hängenden Armen</translation>
    </message>
    <message>
        <source>Delete it and run `parallax evaluate` on the run&apos;s folder.</source>
        <translation>Ihn löschen und `parallax evaluate` auf den Ordner des Laufs anwenden.</translation>
    </message>
    <message>
        <source>Delete pose</source>
        <translation>Pose löschen</translation>
    </message>
    <message>
        <source>Delete the drawing</source>
        <translation>Zeichnung löschen</translation>
    </message>
    <message>
        <source>Delete the drawing  (Del)</source>
        <translation>Zeichnung löschen  (Entf)</translation>
    </message>
    <message>
        <source>Delete the file, or take the project from a backup, and detect or lift again.</source>
        <translation>Die Datei löschen, oder das Projekt aus einer Sicherung holen, und Posen oder 3D neu bestimmen.</translation>
    </message>
    <message>
        <source>Delete the key moment {name}</source>
        <translation>Schlüsselmoment {name} löschen</translation>
    </message>
    <message>
        <source>Delete the pose in frame {frame}</source>
        <translation>Pose in Bild {frame} löschen</translation>
    </message>
    <message>
        <source>Delete the pose in this frame</source>
        <translation>Pose in diesem Bild löschen</translation>
    </message>
    <message>
        <source>Delete the {what}</source>
        <translation>{what} löschen</translation>
    </message>
    <message>
        <source>Delete {n} drawings</source>
        <translation>{n} Zeichnungen löschen</translation>
    </message>
    <message>
        <source>Depth apart</source>
        <translation>Tiefe getrennt</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Detect and lift {views}</source>
        <translation>Posen finden und 3D bestimmen in {views}</translation>
    </message>
    <message>
        <source>Detect both with the same model, or convert one skeleton to the other.</source>
        <translation>In beiden mit demselben Modell Posen finden, oder ein Skelett in das andere umrechnen.</translation>
    </message>
    <message>
        <source>Detect the athlete first.</source>
        <translation>Zuerst Posen finden.</translation>
    </message>
    <message>
        <source>Detect with a detector of that skeleton, or ask for the skeleton of the poses.</source>
        <translation>Posen mit einem Detektor dieses Skeletts finden, oder das Skelett der Posen verlangen.</translation>
    </message>
    <message>
        <source>Detect with a detector of whole bodies.</source>
        <translation>Einen Detektor für den ganzen Körper nehmen.</translation>
    </message>
    <message>
        <source>Detect {views}</source>
        <translation>Posen finden in {views}</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>Detektor</translation>
    </message>
    <message>
        <source>Detector of {n} joints</source>
        <translation>Detektor für {n} Gelenke</translation>
    </message>
    <message>
        <source>Detector to start from</source>
        <translation>Detektor, mit dem begonnen wird</translation>
    </message>
    <message>
        <source>Detector&apos;s faults</source>
        <translation>Fehler des Detektors</translation>
    </message>
    <message>
        <source>Detectors</source>
        <translation>Detektoren</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Discarded.</source>
        <translation>Verworfen.</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Distance between joints</source>
        <translation>Abstand zwischen Gelenken</translation>
    </message>
    <message>
        <source>Distance between the views</source>
        <translation>Abstand der Ansichten</translation>
    </message>
    <message>
        <source>Distance from the keypoints in the picture</source>
        <translation>Abstand von den Gelenkpunkten im Bild</translation>
    </message>
    <message>
        <source>Distance to the mean</source>
        <translation>Abstand zum Mittel</translation>
    </message>
    <message>
        <source>Distance to {view}</source>
        <translation>Abstand zu {view}</translation>
    </message>
    <message>
        <source>Do not show again</source>
        <translation>Nicht mehr zeigen</translation>
    </message>
    <message>
        <source>Do not use this project unless you made the link; then move what it leads to back into the project.</source>
        <translation>Dieses Projekt nur verwenden, wenn die Verknüpfung bekannt ist; dann das, wohin sie führt, in das Projekt zurücklegen.</translation>
    </message>
    <message>
        <source>Do not use this project; ask where it came from.</source>
        <translation>Dieses Projekt nicht verwenden; fragen, woher es kommt.</translation>
    </message>
    <message>
        <source>Does not list this label any more, until it is moved or the project is opened again</source>
        <translation>Führt dieses Gelenk nicht mehr auf, bis es bewegt oder das Projekt neu geöffnet wird</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Done, but what it was good for could not be measured</source>
        <translation>Fertig, aber was es gebracht hat, konnte nicht gemessen werden</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>Zweifel</translation>
    </message>
    <message>
        <source>Drag from end to end</source>
        <translation>Von Ende zu Ende ziehen</translation>
    </message>
    <message>
        <source>Drag from joint to joint</source>
        <translation>Von Gelenk zu Gelenk ziehen</translation>
    </message>
    <message>
        <source>Drag from tail to head</source>
        <translation>Zur Spitze hin ziehen</translation>
    </message>
    <message>
        <source>Drag from the middle to the rim</source>
        <translation>Von der Mitte zum Rand ziehen</translation>
    </message>
    <message>
        <source>Drag from the middle to the rim; on a joint it follows</source>
        <translation>Von der Mitte zum Rand ziehen; einem Gelenk folgt es</translation>
    </message>
    <message>
        <source>Drag the athlete&apos;s joints where they belong; Tab: next joint, arrows: by a pixel, with Alt by a tenth, Page Up and Down: frames</source>
        <translation>Gelenke dorthin ziehen, wo sie hingehören; Tab: nächstes Gelenk, Pfeile: um ein Pixel, mit Alt um ein Zehntel, Bild auf und ab: Bilder</translation>
    </message>
    <message>
        <source>Drag the handle to uncover the one under the other; drag elsewhere to turn the bodies</source>
        <translation>Den Griff ziehen, um das eine unter dem anderen zu zeigen; anderswo ziehen dreht die Körper</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>Zeichnen</translation>
    </message>
    <message>
        <source>Draw a {what}</source>
        <translation>{what} zeichnen</translation>
    </message>
    <message>
        <source>Draw an {what}</source>
        <translation>{what} zeichnen</translation>
    </message>
    <message>
        <source>Draw by hand</source>
        <translation>Freihand zeichnen</translation>
    </message>
    <message>
        <source>Drawings and measures</source>
        <translation>Zeichnungen und Messwerte</translation>
    </message>
    <message>
        <source>Drop lifters</source>
        <translation>Lifter auslassen</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation>Duplizieren…</translation>
    </message>
    <message>
        <source>Dwa</source>
        <translation>DWA</translation>
    </message>
    <message>
        <source>Each frame</source>
        <translation>Jedes Bild</translation>
    </message>
    <message>
        <source>Each installed lifter lifts all views from the same 2D, corrections included, and is measured on what comes out. Nothing in the project is changed.</source>
        <translation>Jeder installierte Lifter bestimmt 3D aller Ansichten aus demselben 2D, mit den Korrekturen, und wird an dem gemessen, was herauskommt. Im Projekt ändert sich nichts.</translation>
    </message>
    <message>
        <source>Elbow, left</source>
        <translation>Ellbogen, links</translation>
    </message>
    <message>
        <source>Elbow, right</source>
        <translation>Ellbogen, rechts</translation>
    </message>
    <message>
        <source>Elbows and knees count 1.2 times, wrists and ankles 1.5 times.</source>
        <translation>Ellenbogen und Knie zählen 1,2-fach, Hand- und Fußgelenke 1,5-fach.</translation>
    </message>
    <message>
        <source>Ema</source>
        <translation>EMA</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>End at once</source>
        <translation>Sofort beenden</translation>
    </message>
    <message>
        <source>Enter presses the button that has the focus.</source>
        <translation>Enter drückt den Knopf mit dem Fokus.</translation>
    </message>
    <message>
        <source>Enter: put it there</source>
        <translation>Eingabe: dorthin</translation>
    </message>
    <message>
        <source>Enter: put it there, as hidden</source>
        <translation>Eingabe: dorthin, als verdeckt</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Error after alignment (P-MPJPE)</source>
        <translation>Fehler nach Ausrichtung (P-MPJPE)</translation>
    </message>
    <message>
        <source>Error after it, mm</source>
        <translation>Fehler danach, mm</translation>
    </message>
    <message>
        <source>Error against the 3D truth (MPJPE)</source>
        <translation>Fehler gegen das wahre 3D (MPJPE)</translation>
    </message>
    <message>
        <source>Error in the picture (2D)</source>
        <translation>Fehler im Bild (2D)</translation>
    </message>
    <message>
        <source>Error of movements from frame to frame (MPJVE)</source>
        <translation>Fehler der Bewegung von Bild zu Bild (MPJVE)</translation>
    </message>
    <message>
        <source>Error over the angle between two cameras</source>
        <translation>Fehler über dem Winkel zwischen zwei Kameras</translation>
    </message>
    <message>
        <source>Error with a detector&apos;s 2D (MPJPE)</source>
        <translation>Fehler beim 2D eines Detektors (MPJPE)</translation>
    </message>
    <message>
        <source>Error with a detector&apos;s 2D (P-MPJPE)</source>
        <translation>Fehler beim 2D eines Detektors (P-MPJPE)</translation>
    </message>
    <message>
        <source>Error with true 2D (MPJPE)</source>
        <translation>Fehler bei wahrem 2D (MPJPE)</translation>
    </message>
    <message>
        <source>Error with true 2D (P-MPJPE)</source>
        <translation>Fehler bei wahrem 2D (P-MPJPE)</translation>
    </message>
    <message>
        <source>Esc gives up what is under way, everywhere.</source>
        <translation>Esc bricht überall ab, was gerade geschieht.</translation>
    </message>
    <message>
        <source>Esc: leave it as it is.</source>
        <translation>Esc: lassen, wie es ist.</translation>
    </message>
    <message>
        <source>Evenly spaced, since no key moment is named</source>
        <translation>In gleichen Abständen, da kein Schlüsselmoment benannt ist</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>Jedes n-te</translation>
    </message>
    <message>
        <source>Every frame</source>
        <translation>Jedes Bild</translation>
    </message>
    <message>
        <source>Every joint before and after</source>
        <translation>Jedes Gelenk vorher und nachher</translation>
    </message>
    <message>
        <source>Every joint of this frame, and what can be done with them</source>
        <translation>Jedes Gelenk dieses Bildes, und was damit getan werden kann</translation>
    </message>
    <message>
        <source>Every n-th frame</source>
        <translation>Jedes n-te Bild</translation>
    </message>
    <message>
        <source>Every training runs in the background, can be stopped and resumed, and ends with a receipt: what was before beside what came of it. Nothing is replaced until you keep it.</source>
        <translation>Jedes Training läuft im Hintergrund, kann angehalten und fortgesetzt werden und endet mit einem Beleg: was vorher war, neben dem, was daraus wurde. Nichts wird ersetzt, bis Sie es behalten.</translation>
    </message>
    <message>
        <source>Every view is shown as this one is</source>
        <translation>Jede Ansicht wird wie diese gezeigt</translation>
    </message>
    <message>
        <source>Every {nth} frame (about {n}× faster)</source>
        <translation>Jedes {nth} Bild (etwa {n}× schneller)</translation>
    </message>
    <message>
        <source>Everyone in every video, corrected, as predicted instances with scores, a track a person</source>
        <translation>Alle in jedem Video, korrigiert, als „predicted instances“ mit Sicherheitswerte, ein Track je Person</translation>
    </message>
    <message>
        <source>Everyone in every video, corrected, in the detector&apos;s own skeleton, with boxes and scores</source>
        <translation>Alle in jedem Video, korrigiert, im Skelett des Detektors, mit Rahmen und Sicherheitswerte</translation>
    </message>
    <message>
        <source>Everyone in one video, corrected, with likelihoods; several people as individuals</source>
        <translation>Alle in einem Video, korrigiert, mit „likelihood“; mehrere Personen als „individuals“</translation>
    </message>
    <message>
        <source>Everything is kept already; a run goes on</source>
        <translation>Alles ist schon gespeichert; ein Lauf geht weiter</translation>
    </message>
    <message>
        <source>Everything stays on this machine: no account, nothing is sent anywhere. Models that you ask for are fetched from where their authors published them.</source>
        <translation>Alles bleibt auf diesem Rechner: kein Konto, nichts wird irgendwohin gesendet. Modelle, die Sie verlangen, werden von dort geholt, wo ihre Autoren sie veröffentlicht haben.</translation>
    </message>
    <message>
        <source>Everything suggested was looked at or labelled, and another look has found nothing more.</source>
        <translation>Alles Vorgeschlagene wurde angesehen oder bearbeitet, und eine neue Suche hat nichts mehr gefunden.</translation>
    </message>
    <message>
        <source>Exchange left and right</source>
        <translation>Links und rechts tauschen</translation>
    </message>
    <message>
        <source>Exchange left and right in frame {frame} of {views}</source>
        <translation>Links und rechts vertauschen in Bild {frame} von {views}</translation>
    </message>
    <message>
        <source>Exchange left and right in frames {first} to {last} of {views}</source>
        <translation>Links und rechts vertauschen in Bild {first} bis {last} von {views}</translation>
    </message>
    <message>
        <source>Exchange left and right in {n} stretches of {views}</source>
        <translation>Links und rechts vertauschen in {n} Abschnitten von {views}</translation>
    </message>
    <message>
        <source>Exchanges left and right</source>
        <translation>Vertauscht links und rechts</translation>
    </message>
    <message>
        <source>Exchanges left and right in the ticked stretches, as one step that can be undone; 3D follows</source>
        <translation>Vertauscht links und rechts in den angekreuzten Abschnitten, als ein Schritt, der rückgängig zu machen ist; 3D folgt</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export 3D…</source>
        <translation>3D exportieren…</translation>
    </message>
    <message>
        <source>Export agreement…</source>
        <translation>Übereinstimmung exportieren…</translation>
    </message>
    <message>
        <source>Export fewer frames from where it comes from.</source>
        <translation>Dort, wo sie herkommt, weniger Bilder exportieren.</translation>
    </message>
    <message>
        <source>Export it again as C3D from the program that made it.</source>
        <translation>Sie mit dem Programm, das sie gemacht hat, erneut als C3D exportieren.</translation>
    </message>
    <message>
        <source>Export it again as TRC from the program that made it.</source>
        <translation>Sie mit dem Programm, das sie gemacht hat, erneut als TRC exportieren.</translation>
    </message>
    <message>
        <source>Export it again from the program that made it.</source>
        <translation>Sie mit dem Programm, das sie gemacht hat, erneut exportieren.</translation>
    </message>
    <message>
        <source>Export it again from where it comes from.</source>
        <translation>Sie dort erneut exportieren, wo sie herkommt.</translation>
    </message>
    <message>
        <source>Export joint angles…</source>
        <translation>Gelenkwinkel exportieren…</translation>
    </message>
    <message>
        <source>Export joint centres, with names such as LShoulder, RKnee (Pose2Sim, OpenCap, Parallax).</source>
        <translation>Gelenkmitten exportieren, mit Namen wie LShoulder, RKnee (Pose2Sim, OpenCap, Parallax).</translation>
    </message>
    <message>
        <source>Export keypoints…</source>
        <translation>Gelenkpunkte exportieren…</translation>
    </message>
    <message>
        <source>Export labels</source>
        <translation>Gesetzte Gelenke exportieren</translation>
    </message>
    <message>
        <source>Export labels…</source>
        <translation>Gesetzte Gelenke exportieren…</translation>
    </message>
    <message>
        <source>Export the calibration again from Qualisys.</source>
        <translation>Die Kalibrierung erneut aus Qualisys exportieren.</translation>
    </message>
    <message>
        <source>Export the calibration again, with a plain lens (5 distortion values).</source>
        <translation>Die Kalibrierung erneut exportieren, mit einer gewöhnlichen Linse (5 Verzeichnungswerte).</translation>
    </message>
    <message>
        <source>Export the motion again, as BVH or as ASF and AMC.</source>
        <translation>Die Bewegung erneut exportieren, als BVH oder als ASF und AMC.</translation>
    </message>
    <message>
        <source>Export the motion with the skeleton of MotionBuilder, CMU, Mixamo, Poser, Biped or Xsens.</source>
        <translation>Die Bewegung mit dem Skelett von MotionBuilder, CMU, Mixamo, Poser, Biped oder Xsens exportieren.</translation>
    </message>
    <message>
        <source>Export {format}</source>
        <translation>{format} exportieren</translation>
    </message>
    <message>
        <source>Export {format}: a new folder</source>
        <translation>{format} exportieren: ein neuer Ordner</translation>
    </message>
    <message>
        <source>Exporting {file} …</source>
        <translation>{file} wird exportiert …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Factor on all but the last two; the release has 0.8 for several.</source>
        <translation>Faktor auf alles außer den letzten beiden; die Veröffentlichung hat 0,8 für mehrere.</translation>
    </message>
    <message>
        <source>Factor on the detector&apos;s constant offsets.</source>
        <translation>Faktor auf die festen Abweichungen des Detektors.</translation>
    </message>
    <message>
        <source>Factor on the detector&apos;s constant offsets: what it means by &apos;hip&apos;.</source>
        <translation>Faktor auf die festen Abweichungen des Detektors: was er mit „Hüfte“ meint.</translation>
    </message>
    <message>
        <source>Factor on the detector&apos;s faults, drawn log-uniformly.</source>
        <translation>Faktor auf die Fehler des Detektors, log-gleichverteilt gezogen.</translation>
    </message>
    <message>
        <source>Factor on the hint. 1: metres a frame, as in the paper; 50, about metres a second, is noticed sooner.</source>
        <translation>Faktor auf den Hinweis. 1: Meter je Bild, wie in der Arbeit; 50, etwa Meter je Sekunde, wird eher bemerkt.</translation>
    </message>
    <message>
        <source>Factor on the rate every `decay_epochs` epochs.</source>
        <translation>Faktor auf die Rate alle `decay_epochs` Epochen.</translation>
    </message>
    <message>
        <source>Factor on the rate every `decay_every` steps.</source>
        <translation>Faktor auf die Rate alle `decay_every` Schritte.</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Fastest left ankle</source>
        <translation>Linker Fuß am schnellsten</translation>
    </message>
    <message>
        <source>Fastest left wrist</source>
        <translation>Linke Hand am schnellsten</translation>
    </message>
    <message>
        <source>Fastest right ankle</source>
        <translation>Rechter Fuß am schnellsten</translation>
    </message>
    <message>
        <source>Fastest right wrist</source>
        <translation>Rechte Hand am schnellsten</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>Feb.</translation>
    </message>
    <message>
        <source>Feet on the ground</source>
        <translation>Füße auf dem Boden</translation>
    </message>
    <message>
        <source>Fetch it again: `python -m core.detectors.blazepose_graphs --again`.</source>
        <translation>Es erneut holen: `python -m core.detectors.blazepose_graphs --again`.</translation>
    </message>
    <message>
        <source>Fetch it with `{command}`.</source>
        <translation>Es mit `{command}` holen.</translation>
    </message>
    <message>
        <source>Fetching {title}</source>
        <translation>{title} wird geholt</translation>
    </message>
    <message>
        <source>Few frames, all poses</source>
        <translation>Wenige Bilder, alle Posen</translation>
    </message>
    <message>
        <source>Fewer settings</source>
        <translation>Weniger Einstellungen</translation>
    </message>
    <message>
        <source>Figures before and after, on what was held out</source>
        <translation>Zahlen vorher und nachher, am Zurückgehaltenen</translation>
    </message>
    <message>
        <source>Fill between</source>
        <translation>Lücke füllen</translation>
    </message>
    <message>
        <source>Fill or leave out the clip.</source>
        <translation>Den Clip ergänzen oder weglassen.</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Filming two recordings in the synthetic studio</source>
        <translation>Zwei Aufnahmen im synthetischen Studio werden gefilmt</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>Filme</translation>
    </message>
    <message>
        <source>Films (*.mp4)</source>
        <translation>Filme (*.mp4)</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Einen Befehl suchen</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>Einen Befehl oder eine Taste suchen</translation>
    </message>
    <message>
        <source>Find missing videos…</source>
        <translation>Fehlende Videos suchen…</translation>
    </message>
    <message>
        <source>Find moved videos</source>
        <translation>Verschobene Videos finden</translation>
    </message>
    <message>
        <source>Find or import 2D poses first.</source>
        <translation>Zuerst 2D-Posen finden oder importieren.</translation>
    </message>
    <message>
        <source>Find poses</source>
        <translation>Posen finden</translation>
    </message>
    <message>
        <source>Find poses again with both.</source>
        <translation>Mit beiden erneut Posen finden.</translation>
    </message>
    <message>
        <source>Find poses again.</source>
        <translation>Erneut Posen finden.</translation>
    </message>
    <message>
        <source>Find poses first, with a lifter for 3D.</source>
        <translation>Zuerst Posen finden, für 3D mit einem Lifter.</translation>
    </message>
    <message>
        <source>Find poses first, with a lifter for 3D. There are views {by_hand}.</source>
        <translation>Zuerst Posen finden, für 3D mit einem Lifter. Es gibt Ansichten, {by_hand}.</translation>
    </message>
    <message>
        <source>Find poses first.</source>
        <translation>Zuerst Posen finden.</translation>
    </message>
    <message>
        <source>Find poses first. There are views {by_hand}.</source>
        <translation>Zuerst Posen finden. Es gibt Ansichten, {by_hand}.</translation>
    </message>
    <message>
        <source>Find poses first: `parallax process`.</source>
        <translation>Erst Posen finden: `parallax process`.</translation>
    </message>
    <message>
        <source>Find poses in 1 view</source>
        <translation>Posen in 1 Ansicht finden</translation>
    </message>
    <message>
        <source>Find poses in every frame.</source>
        <translation>Posen in jedem Bild finden.</translation>
    </message>
    <message>
        <source>Find poses in the loop</source>
        <translation>Posen in der Schleife finden</translation>
    </message>
    <message>
        <source>Find poses in {n} views</source>
        <translation>Posen in {n} Ansichten finden</translation>
    </message>
    <message>
        <source>Find poses now</source>
        <translation>Posen jetzt finden</translation>
    </message>
    <message>
        <source>Find poses with another detector: what is found already stays, and the two can be laid over one another here.</source>
        <translation>Posen mit einem anderen Detektor finden: Was schon gefunden ist, bleibt, und beide lassen sich hier übereinander legen.</translation>
    </message>
    <message>
        <source>Find the best angle</source>
        <translation>Den besten Winkel finden</translation>
    </message>
    <message>
        <source>Find the poses again.</source>
        <translation>Die Posen erneut finden.</translation>
    </message>
    <message>
        <source>Find them …</source>
        <translation>Suchen …</translation>
    </message>
    <message>
        <source>Finding poses</source>
        <translation>Posen werden gefunden</translation>
    </message>
    <message>
        <source>Fit a video</source>
        <translation>Ein Video einpassen</translation>
    </message>
    <message>
        <source>Fit the videos</source>
        <translation>Videos einpassen</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>Flip test</source>
        <translation>Spiegeltest</translation>
    </message>
    <message>
        <source>Flips</source>
        <translation>Spiegelungen</translation>
    </message>
    <message>
        <source>For all views</source>
        <translation>Alle Ansichten</translation>
    </message>
    <message>
        <source>Forget the athlete&apos;s height</source>
        <translation>Körpergröße vergessen</translation>
    </message>
    <message>
        <source>Forget the cameras</source>
        <translation>Kameras vergessen</translation>
    </message>
    <message>
        <source>Forget these</source>
        <translation>Diese vergessen</translation>
    </message>
    <message>
        <source>Forgets when the views were started, but for those that are locked</source>
        <translation>Vergisst, wann die Ansichten gestartet wurden, außer bei gesperrten</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>Formate</translation>
    </message>
    <message>
        <source>Forward 1 frame</source>
        <translation>1 Bild vor</translation>
    </message>
    <message>
        <source>Forward 1 second</source>
        <translation>1 Sekunde vor</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Fps</source>
        <translation>Bildraten</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Frame or time</source>
        <translation>Bild oder Zeit</translation>
    </message>
    <message>
        <source>Frame rates</source>
        <translation>Bildraten</translation>
    </message>
    <message>
        <source>Frame rates that windows are drawn at.</source>
        <translation>Bildraten, mit denen Fenster gezogen werden.</translation>
    </message>
    <message>
        <source>Frame {frame}</source>
        <translation>Bild {frame}</translation>
    </message>
    <message>
        <source>Frame {frame}: {joint} is labelled {why}.</source>
        <translation>Bild {frame}: {joint} liegt {why}.</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Frames in which the sides of the body may be exchanged</source>
        <translation>Bilder, in denen die Seiten des Körpers vertauscht sein könnten</translation>
    </message>
    <message>
        <source>Frames of a window</source>
        <translation>Bilder im Fenster</translation>
    </message>
    <message>
        <source>Frames of a window.</source>
        <translation>Bilder in einem Fenster.</translation>
    </message>
    <message>
        <source>Frames that are worth correcting, the most worthwhile first</source>
        <translation>Bilder, deren Korrektur lohnt, die lohnendsten zuerst</translation>
    </message>
    <message>
        <source>Frames that one alignment holds for: the longer, the more a turning body tells. A multiple of what the lifter sees.</source>
        <translation>Bilder, für die eine Ausrichtung gilt: je länger, desto mehr sagt ein Körper, der sich dreht. Ein Vielfaches dessen, was der Lifter sieht.</translation>
    </message>
    <message>
        <source>Frames that the network sees at once.</source>
        <translation>Bilder, die das Netz auf einmal sieht.</translation>
    </message>
    <message>
        <source>Frames {first} to {last}</source>
        <translation>Bilder {first} bis {last}</translation>
    </message>
    <message>
        <source>Free some space on that disk and do the same again; it goes on from there.</source>
        <translation>Auf diesem Datenträger Platz schaffen und dasselbe noch einmal tun; es geht dort weiter.</translation>
    </message>
    <message>
        <source>Free some space on that disk and try again.</source>
        <translation>Auf diesem Datenträger Platz schaffen und es erneut versuchen.</translation>
    </message>
    <message>
        <source>Free some space on that disk or make it writable, and try again; everything before it is safe.</source>
        <translation>Auf diesem Datenträger Platz schaffen oder ihn beschreibbar machen und es erneut versuchen; alles davor ist sicher.</translation>
    </message>
    <message>
        <source>Free some space on that disk or make it writable, and try again; nothing that was there is lost.</source>
        <translation>Auf diesem Datenträger Platz schaffen oder ihn beschreibbar machen und es erneut versuchen; nichts, was da war, ist verloren.</translation>
    </message>
    <message>
        <source>Free some space on that disk or make the folder writable.</source>
        <translation>Auf diesem Datenträger Platz schaffen oder den Ordner beschreibbar machen.</translation>
    </message>
    <message>
        <source>Free some space on that disk, or choose another folder.</source>
        <translation>Auf diesem Datenträger Platz schaffen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Free some space on that disk, or copy the project to a place where you may write.</source>
        <translation>Auf diesem Datenträger Platz schaffen, oder das Projekt an einen Ort kopieren, an dem Schreiben erlaubt ist.</translation>
    </message>
    <message>
        <source>Free some space on that disk. Go on with the original: everything works with it, only jumps take longer.</source>
        <translation>Auf diesem Datenträger Platz schaffen. Mit dem Original weitermachen: Damit geht alles, nur Sprünge dauern länger.</translation>
    </message>
    <message>
        <source>Free some space, or choose another folder.</source>
        <translation>Platz schaffen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Fresh</source>
        <translation>Von Grund auf</translation>
    </message>
    <message>
        <source>From COCO keypoints, SLEAP or CSV. No label that is here is replaced unasked</source>
        <translation>Aus COCO, SLEAP oder CSV. Nichts, was hier gesetzt ist, wird ungefragt ersetzt</translation>
    </message>
    <message>
        <source>From a file that you have</source>
        <translation>Aus einer vorhandenen Datei</translation>
    </message>
    <message>
        <source>From motion capture</source>
        <translation>Aus Motion Capture</translation>
    </message>
    <message>
        <source>From scratch</source>
        <translation>Von Grund auf</translation>
    </message>
    <message>
        <source>From scratch, with weights drawn by chance.</source>
        <translation>Von Grund auf, mit zufälligen Gewichten.</translation>
    </message>
    <message>
        <source>From scratch, with weights drawn by chance. Needs subjects with truth.</source>
        <translation>Von Grund auf, mit zufälligen Gewichten. Braucht Personen mit Wahrheit.</translation>
    </message>
    <message>
        <source>From scratch: settings of the network other than the lifter&apos;s.</source>
        <translation>Von Grund auf: Einstellungen des Netzes, die von denen des Lifters abweichen.</translation>
    </message>
    <message>
        <source>From the picture, mm</source>
        <translation>Vom Bild, mm</translation>
    </message>
    <message>
        <source>From the recording, with what was found in it; the video file stays where it is</source>
        <translation>Aus der Aufnahme, mit dem, was darin gefunden wurde; die Videodatei bleibt, wo sie ist</translation>
    </message>
    <message>
        <source>From videos to 3D</source>
        <translation>Von Videos zu 3D</translation>
    </message>
    <message>
        <source>From where each view was filmed, as the alignment has it; how far away is not known</source>
        <translation>Von wo jede Ansicht gefilmt wurde, nach der Ausrichtung; wie weit weg, ist nicht bekannt</translation>
    </message>
    <message>
        <source>From which frames the views are brought together</source>
        <translation>Aus welchen Bildern die Ansichten zusammengebracht werden</translation>
    </message>
    <message>
        <source>From {low}° to {high}° it is nearly as much.</source>
        <translation>Von {low}° bis {high}° ist es fast so viel.</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>Vorn</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Further away</source>
        <translation>Weiter weg</translation>
    </message>
    <message>
        <source>Furthest</source>
        <translation>Am weitesten</translation>
    </message>
    <message>
        <source>Furthest apart</source>
        <translation>Am weitesten</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>Gauß</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>Get AMASS as SMPL+H.</source>
        <translation>AMASS als SMPL+H holen.</translation>
    </message>
    <message>
        <source>Get both from the same place.</source>
        <translation>Beide vom selben Ort holen.</translation>
    </message>
    <message>
        <source>Get it again from where it was made.</source>
        <translation>Es erneut von dort holen, wo es entstand.</translation>
    </message>
    <message>
        <source>Get more models…</source>
        <translation>Weitere Modelle holen…</translation>
    </message>
    <message>
        <source>Get the file again from where it was published.</source>
        <translation>Die Datei erneut dort holen, wo sie veröffentlicht wurde.</translation>
    </message>
    <message>
        <source>Get the file from where it was published.</source>
        <translation>Die Datei dort holen, wo sie veröffentlicht wurde.</translation>
    </message>
    <message>
        <source>Get the model (SMPL or SMPL+H, and its NPZ if there are several) from where it is licensed.</source>
        <translation>Das Modell (SMPL oder SMPL+H, bei mehreren als NPZ) dort holen, wo es lizenziert wird.</translation>
    </message>
    <message>
        <source>Get the weights from where they were published.</source>
        <translation>Die Gewichte dort holen, wo sie veröffentlicht wurden.</translation>
    </message>
    <message>
        <source>Get {title}</source>
        <translation>{title} holen</translation>
    </message>
    <message>
        <source>Ghost of the joint at hand</source>
        <translation>Geist des aktiven Gelenks</translation>
    </message>
    <message>
        <source>Give (frames, joints, 3).</source>
        <translation>(Bilder, Gelenke, 3) angeben.</translation>
    </message>
    <message>
        <source>Give 1 for every frame, or more.</source>
        <translation>1 für jedes Bild angeben, oder mehr.</translation>
    </message>
    <message>
        <source>Give `net_config` the settings of core/nets/{net}.py.</source>
        <translation>In `net_config` die Einstellungen von core/nets/{net}.py angeben.</translation>
    </message>
    <message>
        <source>Give a JSON file of {names}.</source>
        <translation>Eine JSON-Datei angeben mit {names}.</translation>
    </message>
    <message>
        <source>Give a checkpoint written by this program.</source>
        <translation>Einen Zwischenstand angeben, den dieses Programm geschrieben hat.</translation>
    </message>
    <message>
        <source>Give a file as it was published, or the settings that it was made with.</source>
        <translation>Eine Datei angeben, wie sie veröffentlicht wurde, oder die Einstellungen, mit denen sie entstanden ist.</translation>
    </message>
    <message>
        <source>Give a file of tensors saved by torch.</source>
        <translation>Eine Datei mit Tensoren angeben, die torch gespeichert hat.</translation>
    </message>
    <message>
        <source>Give a stride, or choose another lifter.</source>
        <translation>Einen Schritt angeben, oder einen anderen Lifter wählen.</translation>
    </message>
    <message>
        <source>Give a synchronized recording with two views or more, or lower `frames`.</source>
        <translation>Eine synchronisierte Aufnahme mit zwei oder mehr Ansichten angeben, oder `frames` verkleinern.</translation>
    </message>
    <message>
        <source>Give a view the name of the video in the file; the views are none.</source>
        <translation>Einer Ansicht den Namen des Videos in der Datei geben; es gibt keine Ansichten.</translation>
    </message>
    <message>
        <source>Give a view the name of the video in the file; the views are {views}.</source>
        <translation>Einer Ansicht den Namen des Videos in der Datei geben; die Ansichten sind {views}.</translation>
    </message>
    <message>
        <source>Give a whole ONNX file, or import it again.</source>
        <translation>Eine unbeschädigte ONNX-Datei angeben, oder sie erneut importieren.</translation>
    </message>
    <message>
        <source>Give a whole file.</source>
        <translation>Eine unbeschädigte Datei angeben.</translation>
    </message>
    <message>
        <source>Give all {n} changed commands their standard keys?</source>
        <translation>Allen {n} geänderten Befehlen ihre Standardtasten geben?</translation>
    </message>
    <message>
        <source>Give an ONNX file of a detector.</source>
        <translation>Die ONNX-Datei eines Detektors angeben.</translation>
    </message>
    <message>
        <source>Give an ONNX file.</source>
        <translation>Eine ONNX-Datei angeben.</translation>
    </message>
    <message>
        <source>Give another ONNX file.</source>
        <translation>Eine andere ONNX-Datei angeben.</translation>
    </message>
    <message>
        <source>Give another name (--as), or remove that one.</source>
        <translation>Einen anderen Namen angeben (--as), oder jenes entfernen.</translation>
    </message>
    <message>
        <source>Give another name (--as).</source>
        <translation>Einen anderen Namen angeben (--as).</translation>
    </message>
    <message>
        <source>Give both, or neither.</source>
        <translation>Beide angeben, oder keins von beiden.</translation>
    </message>
    <message>
        <source>Give boxes=FILE, a YOLOX or RTMDet.</source>
        <translation>boxes=DATEI angeben, ein YOLOX oder RTMDet.</translation>
    </message>
    <message>
        <source>Give each joint&apos;s counterpart, or leave it out.</source>
        <translation>Zu jedem Gelenk das Gegenstück angeben, oder sie weglassen.</translation>
    </message>
    <message>
        <source>Give it an earlier offset or a length.</source>
        <translation>Ihr einen früheren Beginn oder eine Länge geben.</translation>
    </message>
    <message>
        <source>Give joints as (frames, 17, 3) in metres, z up, and their frame rate.</source>
        <translation>Gelenke als (Bilder, 17, 3) in Metern angeben, z nach oben, und ihre Bildrate.</translation>
    </message>
    <message>
        <source>Give joints={fitting}.</source>
        <translation>joints={fitting} angeben.</translation>
    </message>
    <message>
        <source>Give one of {strides}.</source>
        <translation>Einen von {strides} angeben.</translation>
    </message>
    <message>
        <source>Give one time stamp a frame.</source>
        <translation>Einen Zeitstempel je Bild angeben.</translation>
    </message>
    <message>
        <source>Give seconds from the file.</source>
        <translation>Sekunden aus der Datei angeben.</translation>
    </message>
    <message>
        <source>Give seconds, and at most {most:.0f} hours.</source>
        <translation>Sekunden angeben, und höchstens {most:.0f} Stunden.</translation>
    </message>
    <message>
        <source>Give statistics=FILE, a JSON file of {names}.</source>
        <translation>statistics=DATEI angeben, eine JSON-Datei mit {names}.</translation>
    </message>
    <message>
        <source>Give the .h5 file of weights as it was published.</source>
        <translation>Die .h5-Datei der Gewichte angeben, wie sie veröffentlicht wurde.</translation>
    </message>
    <message>
        <source>Give the ONNX file of a YOLOX or RTMDet.</source>
        <translation>Die ONNX-Datei eines YOLOX oder RTMDet angeben.</translation>
    </message>
    <message>
        <source>Give the ONNX file of an RTMPose or DWPose. One that finds people is given with another model, boxes=FILE.</source>
        <translation>Die ONNX-Datei eines RTMPose oder DWPose angeben. Eine, die Personen findet, wird mit einem anderen Modell angegeben, boxes=DATEI.</translation>
    </message>
    <message>
        <source>Give the body model SMPL+H and J_regressor_h36m.npy, which you get from their authors.</source>
        <translation>Das Körpermodell SMPL+H und J_regressor_h36m.npy angeben; beide gibt es bei ihren Autoren.</translation>
    </message>
    <message>
        <source>Give the changed command its standard keys?</source>
        <translation>Dem geänderten Befehl seine Standardtasten geben?</translation>
    </message>
    <message>
        <source>Give the licence in your words (--licence).</source>
        <translation>Die Lizenz in eigenen Worten angeben (--licence).</translation>
    </message>
    <message>
        <source>Give the name of a file.</source>
        <translation>Den Namen einer Datei angeben.</translation>
    </message>
    <message>
        <source>Give the one pickle.</source>
        <translation>Die eine Pickle-Datei angeben.</translation>
    </message>
    <message>
        <source>Give the path of a .c3d file.</source>
        <translation>Den Pfad einer .c3d-Datei angeben.</translation>
    </message>
    <message>
        <source>Give the path of a .trc file.</source>
        <translation>Den Pfad einer .trc-Datei angeben.</translation>
    </message>
    <message>
        <source>Give the path of a motion-capture NPZ.</source>
        <translation>Den Pfad einer Motion-Capture-NPZ angeben.</translation>
    </message>
    <message>
        <source>Give the path of the file.</source>
        <translation>Den Pfad der Datei angeben.</translation>
    </message>
    <message>
        <source>Give the settings that it was made with.</source>
        <translation>Die Einstellungen angeben, mit denen es entstanden ist.</translation>
    </message>
    <message>
        <source>Give these settings with them (--set).</source>
        <translation>Diese Einstellungen mit angeben (--set).</translation>
    </message>
    <message>
        <source>Give those of {families}.</source>
        <translation>Die eines dieser Netze angeben: {families}.</translation>
    </message>
    <message>
        <source>Give those that belong to the weights.</source>
        <translation>Die angeben, die zu den Gewichten gehören.</translation>
    </message>
    <message>
        <source>Give weights of a network of the same configuration.</source>
        <translation>Gewichte eines Netzes mit denselben Einstellungen angeben.</translation>
    </message>
    <message>
        <source>Give weights of {names}.</source>
        <translation>Gewichte für eines davon angeben: {names}.</translation>
    </message>
    <message>
        <source>Gives</source>
        <translation>Ergibt</translation>
    </message>
    <message>
        <source>Global consistency</source>
        <translation>Globale Einigkeit</translation>
    </message>
    <message>
        <source>Global weight</source>
        <translation>Gewicht global</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go on where you were: everything was kept.</source>
        <translation>Weitermachen, wo Sie waren: Alles wurde gespeichert.</translation>
    </message>
    <message>
        <source>Go on with the original: everything works with it, only jumps take longer.</source>
        <translation>Mit dem Original weitermachen: Damit geht alles, nur Sprünge dauern länger.</translation>
    </message>
    <message>
        <source>Go to a frame that has one.</source>
        <translation>Zu einem Bild gehen, das eine hat.</translation>
    </message>
    <message>
        <source>Go to a moment</source>
        <translation>Zu einem Moment gehen</translation>
    </message>
    <message>
        <source>Go to another frame to start it again; copy the file again if it goes on.</source>
        <translation>Ein anderes Bild ansehen, um ihn neu zu starten; die Datei neu kopieren, falls es so bleibt.</translation>
    </message>
    <message>
        <source>Go to another frame to try again; copy the file again if it goes on.</source>
        <translation>Ein anderes Bild ansehen, um es nochmals zu versuchen; die Datei neu kopieren, falls es so bleibt.</translation>
    </message>
    <message>
        <source>Go to the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Go to the next difference of the detectors</source>
        <translation>Zum nächsten Unterschied der Detektoren</translation>
    </message>
    <message>
        <source>Go to the next worst frame</source>
        <translation>Zum nächstschlechtesten Bild</translation>
    </message>
    <message>
        <source>Go to the start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>Good to know; nothing needs doing</source>
        <translation>Gut zu wissen; nichts ist zu tun</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>H.264 at the reference view&apos;s frame rate</source>
        <translation>H.264 mit der Bildrate der Referenzansicht</translation>
    </message>
    <message>
        <source>H36M-17 in pixels and scores</source>
        <translation>H36M-17 in Pixeln und Sicherheiten</translation>
    </message>
    <message>
        <source>H36M-17 in pixels and scores, any camera; moved and scaled by core/nets/inputs.py; 24 to 62 frames/s, others are resampled</source>
        <translation>H36M-17 in Pixeln und Sicherheiten, jede Kamera; verschoben und skaliert von core/nets/inputs.py; 24 bis 62 Bilder/s, andere werden umgetastet</translation>
    </message>
    <message>
        <source>H36M-17 in pixels of the whole picture</source>
        <translation>H36M-17 in Pixeln des ganzen Bildes</translation>
    </message>
    <message>
        <source>H36M-17 in pixels, one frame at a time</source>
        <translation>H36M-17 in Pixeln, ein Bild auf einmal</translation>
    </message>
    <message>
        <source>HDR, {n} bit</source>
        <translation>HDR, {n} Bit</translation>
    </message>
    <message>
        <source>Half of real time</source>
        <translation>Halbe Geschwindigkeit</translation>
    </message>
    <message>
        <source>Half of the clips are seen in a mirror, all views alike.</source>
        <translation>Die Hälfte der Clips wird gespiegelt gesehen, alle Ansichten gleich.</translation>
    </message>
    <message>
        <source>Half of the crops are seen in a mirror. The papers change nothing about them.</source>
        <translation>Die Hälfte der Ausschnitte wird gespiegelt gesehen. Die Arbeiten ändern an ihnen nichts.</translation>
    </message>
    <message>
        <source>Hampel: outliers only</source>
        <translation>Hampel: nur Ausreißer</translation>
    </message>
    <message>
        <source>Hard joints again</source>
        <translation>Schwere Gelenke nochmals</translation>
    </message>
    <message>
        <source>Hard weight</source>
        <translation>Gewicht schwerer Gelenke</translation>
    </message>
    <message>
        <source>Head, trunk</source>
        <translation>Kopf, Rumpf</translation>
    </message>
    <message>
        <source>Height of the {joint}</source>
        <translation>Höhe, {joint}</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>Zurückgehalten</translation>
    </message>
    <message>
        <source>Held-out share</source>
        <translation>Zurückgehaltener Anteil</translation>
    </message>
    <message>
        <source>Hide {joint} in frame {frame}</source>
        <translation>{joint} in Bild {frame} verdeckt</translation>
    </message>
    <message>
        <source>Hide {n} put aside</source>
        <translation>{n} weggelegte ausblenden</translation>
    </message>
    <message>
        <source>Highest point</source>
        <translation>Höchster Punkt</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Hint scale</source>
        <translation>Maß des Hinweises</translation>
    </message>
    <message>
        <source>Hip, left</source>
        <translation>Hüfte, links</translation>
    </message>
    <message>
        <source>Hip, right</source>
        <translation>Hüfte, rechts</translation>
    </message>
    <message>
        <source>Hold fewer subjects out.</source>
        <translation>Weniger Personen zurückhalten.</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>Holds the length of all bones together: one view does not tell it.</source>
        <translation>Hält die Länge aller Knochen zusammen: Eine Ansicht verrät sie nicht.</translation>
    </message>
    <message>
        <source>How bright the view at hand is shown; films and exports are not affected</source>
        <translation>Wie hell die aktive Ansicht gezeigt wird; Filme und Exporte bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>How different the bones of the two sides are: the median over frames, bones and views</source>
        <translation>Wie verschieden die Knochen beider Seiten sind: der Median über Bilder, Knochen und Ansichten</translation>
    </message>
    <message>
        <source>How far one step moves the weights.</source>
        <translation>Wie weit ein Schritt die Gewichte bewegt.</translation>
    </message>
    <message>
        <source>How far one step moves the weights. Too high, and the loss jumps or is no number.</source>
        <translation>Wie weit ein Schritt die Gewichte bewegt. Zu hoch, und der Loss springt oder ist keine Zahl.</translation>
    </message>
    <message>
        <source>How far the views are apart at each joint</source>
        <translation>Wie weit die Ansichten an jedem Gelenk auseinander liegen</translation>
    </message>
    <message>
        <source>How far the views are apart, frame by frame and joint by joint: CSV or NPZ</source>
        <translation>Wie weit die Ansichten auseinander liegen, Bild für Bild und Gelenk für Gelenk: CSV oder NPZ</translation>
    </message>
    <message>
        <source>How far the views are apart: the median over joints and frames, after one alignment of each view. Agreement is not accuracy: views can share an error</source>
        <translation>Wie weit die Ansichten auseinander liegen: der Median über Gelenke und Bilder, nach einer Ausrichtung jeder Ansicht. Übereinstimmung ist keine Genauigkeit: Ansichten können denselben Fehler haben</translation>
    </message>
    <message>
        <source>How good the 2D is: 0 with all of a detector&apos;s faults, 1 exact.</source>
        <translation>Wie gut das 2D ist: 0 mit allen Fehlern eines Detektors, 1 genau.</translation>
    </message>
    <message>
        <source>How long each of them takes on this computer; remembered</source>
        <translation>Wie lange jeder auf diesem Rechner braucht; wird gemerkt</translation>
    </message>
    <message>
        <source>How long it stands still at every key moment, with name and comment</source>
        <translation>Wie lange er an jedem Schlüsselmoment stillsteht, mit Name und Kommentar</translation>
    </message>
    <message>
        <source>How long the size of a gradient is remembered.</source>
        <translation>Wie lange die Größe eines Gradienten gemerkt wird.</translation>
    </message>
    <message>
        <source>How many it finds</source>
        <translation>Wie viele er findet</translation>
    </message>
    <message>
        <source>How many of them.</source>
        <translation>Wie viele davon.</translation>
    </message>
    <message>
        <source>How many times slower than life the file plays</source>
        <translation>Wievielmal langsamer als in Wirklichkeit die Datei spielt</translation>
    </message>
    <message>
        <source>How many times the weights change.</source>
        <translation>Wie oft sich die Gewichte ändern.</translation>
    </message>
    <message>
        <source>How many times the weights change. 0: as many as the epochs take.</source>
        <translation>Wie oft sich die Gewichte ändern. 0: so oft, wie die Epochen brauchen.</translation>
    </message>
    <message>
        <source>How many times the weights change: twice a batch.</source>
        <translation>Wie oft sich die Gewichte ändern: zweimal je Stapel.</translation>
    </message>
    <message>
        <source>How much 3D counts across the view. 0: as the papers, by the detector.</source>
        <translation>Wie sehr 3D quer zum Blick zählt. 0: wie in den Arbeiten, nach dem Detektor.</translation>
    </message>
    <message>
        <source>How much 3D counts where it is not split. 0: as much as both.</source>
        <translation>Wie sehr 3D zählt, wo es nicht getrennt ist. 0: so sehr wie beide.</translation>
    </message>
    <message>
        <source>How much agreement of the views counts against the picture. 0.3 to 1 in the paper; far above, poses collapse.</source>
        <translation>Wie sehr die Einigkeit der Ansichten gegenüber dem Bild zählt. 0,3 bis 1 in der Arbeit; weit darüber fallen Posen in sich zusammen.</translation>
    </message>
    <message>
        <source>How much depth counts. 0: as the papers.</source>
        <translation>Wie sehr die Tiefe zählt. 0: wie in den Arbeiten.</translation>
    </message>
    <message>
        <source>How much is lost at most when the machine goes down.</source>
        <translation>Wie viel höchstens verloren geht, wenn der Rechner ausfällt.</translation>
    </message>
    <message>
        <source>How much that counts. 0: as the papers.</source>
        <translation>Wie sehr das zählt. 0: wie in den Arbeiten.</translation>
    </message>
    <message>
        <source>How much the 2D loss counts.</source>
        <translation>Wie sehr der 2D-Loss zählt.</translation>
    </message>
    <message>
        <source>How much the distance from the keypoints in the picture counts.</source>
        <translation>Wie sehr der Abstand von den Gelenkpunkten im Bild zählt.</translation>
    </message>
    <message>
        <source>How much they count.</source>
        <translation>Wie sehr sie zählen.</translation>
    </message>
    <message>
        <source>How often all is gone through, where no steps are given.</source>
        <translation>Wie oft alles durchlaufen wird, wenn keine Schritte angegeben sind.</translation>
    </message>
    <message>
        <source>How often the held-out part is looked at. 0: once an epoch.</source>
        <translation>Wie oft das Zurückgehaltene angesehen wird. 0: einmal je Epoche.</translation>
    </message>
    <message>
        <source>How often the held-out subjects are looked at.</source>
        <translation>Wie oft die zurückgehaltenen Personen angesehen werden.</translation>
    </message>
    <message>
        <source>How often the rate falls. 0: never.</source>
        <translation>Wie oft die Rate fällt. 0: nie.</translation>
    </message>
    <message>
        <source>How strongly joints shake: the median acceleration of what is faster than 6 Hz</source>
        <translation>Wie stark Gelenke zittern: die mittlere Beschleunigung (Median) dessen, was schneller als 6 Hz ist</translation>
    </message>
    <message>
        <source>How the new model is called in lists</source>
        <translation>Wie das neue Modell in Listen heißt</translation>
    </message>
    <message>
        <source>How well {view} fits at other offsets</source>
        <translation>Wie gut {view} bei anderem Versatz passt</translation>
    </message>
    <message>
        <source>Human motion in 3D, from ordinary cameras.</source>
        <translation>Menschliche Bewegung in 3D, aus gewöhnlichen Kameras.</translation>
    </message>
    <message>
        <source>I know</source>
        <translation>Ist bekannt</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>Gesetzte Gelenke importieren</translation>
    </message>
    <message>
        <source>Import labels…</source>
        <translation>Gesetzte Gelenke importieren…</translation>
    </message>
    <message>
        <source>Import poses (of OpenPose: any file of the folder)</source>
        <translation>Posen importieren (von OpenPose: eine beliebige Datei des Ordners)</translation>
    </message>
    <message>
        <source>Import poses…</source>
        <translation>Posen importieren…</translation>
    </message>
    <message>
        <source>Import the model again.</source>
        <translation>Das Modell erneut importieren.</translation>
    </message>
    <message>
        <source>Import the weights of the network that it belongs to.</source>
        <translation>Die Gewichte des Netzes importieren, zu dem es gehört.</translation>
    </message>
    <message>
        <source>Import them only where you know what you may do with them.</source>
        <translation>Nur importieren, wenn bekannt ist, was damit erlaubt ist.</translation>
    </message>
    <message>
        <source>Import weights</source>
        <translation>Gewichte importieren</translation>
    </message>
    <message>
        <source>Import weights…</source>
        <translation>Gewichte importieren…</translation>
    </message>
    <message>
        <source>Import {file}</source>
        <translation>{file} importieren</translation>
    </message>
    <message>
        <source>Import {frames}</source>
        <translation>{frames} importieren</translation>
    </message>
    <message>
        <source>Importing {file} …</source>
        <translation>{file} wird importiert …</translation>
    </message>
    <message>
        <source>In 3D, depth counts apart from what the picture shows.</source>
        <translation>In 3D zählt die Tiefe getrennt von dem, was das Bild zeigt.</translation>
    </message>
    <message>
        <source>In a strip</source>
        <translation>In einem Streifen</translation>
    </message>
    <message>
        <source>In all of these frames, as one step that can be undone</source>
        <translation>In all diesen Bildern, als ein Schritt, der rückgängig gemacht werden kann</translation>
    </message>
    <message>
        <source>In all views, with the detector in use. What others found stays</source>
        <translation>In allen Ansichten, mit dem Detektor in Gebrauch. Was andere fanden, bleibt</translation>
    </message>
    <message>
        <source>In degrees, of every view and of their mean: CSV, NPZ or MOT</source>
        <translation>In Grad, für jede Ansicht und ihr Mittel: CSV, NPZ oder MOT</translation>
    </message>
    <message>
        <source>In every column&apos;s name: _px, _m_relative, _m_scaled, _deg; time in s</source>
        <translation>Im Namen jeder Spalte: _px, _m_relative, _m_scaled, _deg; Zeit in s</translation>
    </message>
    <message>
        <source>In how many views there are poses by it</source>
        <translation>In wie vielen Ansichten es Posen von ihm gibt</translation>
    </message>
    <message>
        <source>In numbers</source>
        <translation>In Zahlen</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>In Ordnung</translation>
    </message>
    <message>
        <source>In place of `decay_every`, counted in epochs.</source>
        <translation>Statt `decay_every`, in Epochen gezählt.</translation>
    </message>
    <message>
        <source>In place of {key}. Esc: leave it as it is.</source>
        <translation>Anstelle von {key}. Esc: lassen, wie es ist.</translation>
    </message>
    <message>
        <source>In the 3D view</source>
        <translation>In der 3D-Ansicht</translation>
    </message>
    <message>
        <source>In the coach view</source>
        <translation>In der Trainer-Ansicht</translation>
    </message>
    <message>
        <source>In the loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>In the menu {menu}</source>
        <translation>Im Menü {menu}</translation>
    </message>
    <message>
        <source>In the part that has the focus</source>
        <translation>Im Teil, der den Fokus hat</translation>
    </message>
    <message>
        <source>In use: {title}.</source>
        <translation>In Gebrauch: {title}.</translation>
    </message>
    <message>
        <source>Install Parallax again.</source>
        <translation>Parallax erneut installieren.</translation>
    </message>
    <message>
        <source>Installed beside it, each under its own licence:</source>
        <translation>Daneben installiert, jedes unter seiner eigenen Lizenz:</translation>
    </message>
    <message>
        <source>Interpolate {n} frames</source>
        <translation>{n} Bilder interpolieren</translation>
    </message>
    <message>
        <source>It began from scratch: there was nothing before it.</source>
        <translation>Es begann von Grund auf: Vorher gab es nichts.</translation>
    </message>
    <message>
        <source>It cannot be synchronized by sound; its movement can say when it was filmed instead.</source>
        <translation>Nach Ton kann es nicht synchronisiert werden; stattdessen kann seine Bewegung sagen, wann es gefilmt wurde.</translation>
    </message>
    <message>
        <source>It comes from a file. Lifting the view makes 3D of the corrected joints in its place.</source>
        <translation>Es stammt aus einer Datei. 3D neu bestimmen macht es stattdessen aus den korrigierten Gelenken.</translation>
    </message>
    <message>
        <source>It could not be saved. {why}</source>
        <translation>Speichern ging nicht. {why}</translation>
    </message>
    <message>
        <source>It goes on from what was saved last</source>
        <translation>Es macht dort weiter, wo zuletzt gespeichert wurde</translation>
    </message>
    <message>
        <source>It goes with the joints: drag an end of it to another joint</source>
        <translation>Es folgt den Gelenken: ein Ende auf ein anderes Gelenk ziehen</translation>
    </message>
    <message>
        <source>It has no frame in common with the reference view here in which both see the athlete.</source>
        <translation>Sie hat hier kein Bild mit der Referenzansicht gemeinsam, in dem beide die ausgewählte Person sehen.</translation>
    </message>
    <message>
        <source>It has {frames} frames, counted from 0.</source>
        <translation>Es hat {frames} Bilder, ab 0 gezählt.</translation>
    </message>
    <message>
        <source>It has {splits}.</source>
        <translation>Es gibt: {splits}.</translation>
    </message>
    <message>
        <source>It is damaged or protected: copy it again from the camera.</source>
        <translation>Sie ist beschädigt oder geschützt: erneut von der Kamera kopieren.</translation>
    </message>
    <message>
        <source>It is not in this frame at all</source>
        <translation>Es ist in diesem Bild gar nicht da</translation>
    </message>
    <message>
        <source>It is not wanted. Nothing is deleted: it can be kept later</source>
        <translation>Es wird nicht gewünscht. Nichts wird gelöscht: Es kann später behalten werden</translation>
    </message>
    <message>
        <source>It is shown read-only, as it was when it was opened: nothing can be changed here. {remedy}</source>
        <translation>Es ist nur zu lesen, so wie es beim Öffnen war: Nichts ist hier zu ändern. {remedy}</translation>
    </message>
    <message>
        <source>It is there, but something is in front of it: its place is kept</source>
        <translation>Es ist da, aber verdeckt: Sein Ort bleibt erhalten</translation>
    </message>
    <message>
        <source>It keeps what it has learned so far, and can go on later</source>
        <translation>Es behält, was es bisher gelernt hat, und kann später weitergehen</translation>
    </message>
    <message>
        <source>It needs the columns {columns}; export it again from where it comes from.</source>
        <translation>Sie braucht die Spalten {columns}; sie dort erneut exportieren, wo sie herkommt.</translation>
    </message>
    <message>
        <source>It opens the menu {menu}.</source>
        <translation>Sie öffnet das Menü {menu}.</translation>
    </message>
    <message>
        <source>It runs beside the window, which may be closed meanwhile</source>
        <translation>Es läuft neben dem Fenster, das inzwischen geschlossen werden darf</translation>
    </message>
    <message>
        <source>It takes {used} of memory, and {free} are free. Take smaller batches or fewer frames.</source>
        <translation>Es braucht {used} Speicher, und {free} sind frei. Kleinere Stapel oder weniger Bilder nehmen.</translation>
    </message>
    <message>
        <source>It was left untouched. Take {file} from a backup of the project, or recover what is in it with `sqlite3 {file} .recover`.</source>
        <translation>Sie blieb unberührt. {file} aus einer Sicherung des Projekts holen, oder mit `sqlite3 {file} .recover` retten, was darin ist.</translation>
    </message>
    <message>
        <source>It was left untouched; take it from a backup.</source>
        <translation>Es blieb unberührt; es aus einer Sicherung holen.</translation>
    </message>
    <message>
        <source>It was made from key-frames alone. Correct all that you want to, then lift it again.</source>
        <translation>Es entstand nur aus Schlüsselbildern. Erst alles Gewünschte korrigieren, dann 3D neu bestimmen.</translation>
    </message>
    <message>
        <source>It was not measured before and after. It can be kept, and compared with others under Compare › Lifters.</source>
        <translation>Vorher und nachher wurde nicht gemessen. Es kann behalten und unter Vergleichen › Lifter mit anderen verglichen werden.</translation>
    </message>
    <message>
        <source>It was turned to face as the 3D that was there.</source>
        <translation>Er wurde so gedreht wie das 3D, das da war.</translation>
    </message>
    <message>
        <source>Its checksum is known.</source>
        <translation>Seine Prüfsumme ist bekannt.</translation>
    </message>
    <message>
        <source>Its checksum must begin with {sha256}, as its publishers tell.</source>
        <translation>Seine Prüfsumme muss mit {sha256} beginnen, wie die Herausgeber angeben.</translation>
    </message>
    <message>
        <source>Its frames are {low} to {high} ms apart; Parallax goes by the time stamp of each frame, so nothing shifts here, while programs that count frames would drift.</source>
        <translation>Seine Bilder liegen {low} bis {high} ms auseinander; Parallax geht nach dem Zeitstempel jedes Bildes, hier verschiebt sich also nichts, während Programme, die Bilder zählen, davonliefen.</translation>
    </message>
    <message>
        <source>Its other settings.</source>
        <translation>Seine anderen Einstellungen.</translation>
    </message>
    <message>
        <source>Its process ended before its time.</source>
        <translation>Sein Prozess endete vor der Zeit.</translation>
    </message>
    <message>
        <source>Its process ended before its time. What was found so far is kept: trying again goes on from there.</source>
        <translation>Sein Prozess endete vorzeitig. Was bisher gefunden wurde, bleibt: Ein neuer Versuch macht dort weiter.</translation>
    </message>
    <message>
        <source>Its process ended before its time; save it again.</source>
        <translation>Sein Prozess endete vorzeitig; nochmals speichern.</translation>
    </message>
    <message>
        <source>Its process ended unexpectedly.</source>
        <translation>Sein Prozess endete unerwartet.</translation>
    </message>
    <message>
        <source>Its process ended without a word; perhaps the memory was full. What was saved is kept: Resume goes on from there.</source>
        <translation>Sein Prozess endete ohne ein Wort; vielleicht war der Speicher voll. Was gespeichert wurde, bleibt: „Fortsetzen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>Its publishers tell no checksum: that of the first download is kept, and any later one must be the same.</source>
        <translation>Die Herausgeber nennen keine Prüfsumme: Die des ersten Herunterladens wird behalten, und jede spätere muss dieselbe sein.</translation>
    </message>
    <message>
        <source>Its settings.</source>
        <translation>Seine Einstellungen.</translation>
    </message>
    <message>
        <source>Its sound lasts {sound} s and its picture {picture} s; if the sound was cut or replaced, synchronizing by movement is safer.</source>
        <translation>Sein Ton dauert {sound} s und sein Bild {picture} s; wenn der Ton geschnitten oder ersetzt wurde, ist Synchronisieren nach Bewegung sicherer.</translation>
    </message>
    <message>
        <source>Its views are: {names}.</source>
        <translation>Seine Ansichten sind: {names}.</translation>
    </message>
    <message>
        <source>Its views are: {views}.</source>
        <translation>Seine Ansichten sind: {views}.</translation>
    </message>
    <message>
        <source>Its weights are the ones that learn further; it stays as is</source>
        <translation>Seine Gewichte lernen weiter; er selbst bleibt, wie er ist</translation>
    </message>
    <message>
        <source>Its weights are the ones that learn further; it stays as it is</source>
        <translation>Seine Gewichte lernen weiter; er selbst bleibt, wie er ist</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>Jan.</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>Zittern</translation>
    </message>
    <message>
        <source>Jitter from frame to frame</source>
        <translation>Zittern von Bild zu Bild</translation>
    </message>
    <message>
        <source>Jitter, mm</source>
        <translation>Zittern, mm</translation>
    </message>
    <message>
        <source>Joint</source>
        <translation>Gelenk</translation>
    </message>
    <message>
        <source>Joint absent</source>
        <translation>Gelenk fehlt</translation>
    </message>
    <message>
        <source>Joint angle</source>
        <translation>Gelenkwinkel</translation>
    </message>
    <message>
        <source>Joint angles</source>
        <translation>Gelenkwinkel</translation>
    </message>
    <message>
        <source>Joint angles of one body: knees, hips, elbows, shoulders, trunk, with the time of every frame</source>
        <translation>Gelenkwinkel eines Körpers: Knie, Hüften, Ellbogen, Schultern, Rumpf, mit der Zeit jedes Bildes</translation>
    </message>
    <message>
        <source>Joint as detected</source>
        <translation>Gelenk wie erkannt</translation>
    </message>
    <message>
        <source>Joint height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Joint hidden or visible</source>
        <translation>Gelenk verdeckt oder sichtbar</translation>
    </message>
    <message>
        <source>Joint names</source>
        <translation>Gelenknamen</translation>
    </message>
    <message>
        <source>Joint speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Joint weights</source>
        <translation>Gelenkgewichte</translation>
    </message>
    <message>
        <source>Joints</source>
        <translation>Gelenke</translation>
    </message>
    <message>
        <source>Joints in 3D</source>
        <translation>Gelenke in 3D</translation>
    </message>
    <message>
        <source>Joints of this frame</source>
        <translation>Gelenke dieses Bildes</translation>
    </message>
    <message>
        <source>Joints placed by hand, of all views: COCO keypoints, SLEAP or CSV</source>
        <translation>Von Hand gesetzte Gelenke aller Ansichten: COCO, SLEAP oder CSV</translation>
    </message>
    <message>
        <source>Joints that BODY_25 does not have. Feet are missing where the detector has none; who is who is told by a number alone</source>
        <translation>Gelenke, die BODY_25 nicht hat. Füße fehlen, wo der Detektor keine hat; wer wer ist, sagt nur eine Nummer</translation>
    </message>
    <message>
        <source>Joints that are worst in 3D count again in 2D.</source>
        <translation>Gelenke, die in 3D am schlechtesten sind, zählen in 2D nochmals.</translation>
    </message>
    <message>
        <source>Joints within a fifth of the torso (PCK@0.2)</source>
        <translation>Gelenke innerhalb eines Fünftels des Rumpfs (PCK@0.2)</translation>
    </message>
    <message>
        <source>Joints, people or clocks were changed since: compare again.</source>
        <translation>Gelenke, Personen oder Uhren wurden seither geändert: neu vergleichen.</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>Juli</translation>
    </message>
    <message>
        <source>Jump</source>
        <translation>Sprung</translation>
    </message>
    <message>
        <source>Jump to a frame (123) or a time (4.250 or 0:04.250)</source>
        <translation>Zu einem Bild (123) oder einer Zeit (4.250 oder 0:04.250) springen</translation>
    </message>
    <message>
        <source>Jump to a frame or a time</source>
        <translation>Zu einem Bild oder einer Zeit springen</translation>
    </message>
    <message>
        <source>Jump to a frame or time…</source>
        <translation>Zu Bild oder Zeit springen…</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>Juni</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>Alle behalten</translation>
    </message>
    <message>
        <source>Keep anyway</source>
        <translation>Trotzdem behalten</translation>
    </message>
    <message>
        <source>Keep every suggested moment</source>
        <translation>Alle vorgeschlagenen Momente behalten</translation>
    </message>
    <message>
        <source>Keep it after all</source>
        <translation>Doch behalten</translation>
    </message>
    <message>
        <source>Keeps the training from starting</source>
        <translation>So kann das Training nicht beginnen</translation>
    </message>
    <message>
        <source>Kept. It is in the list of models.</source>
        <translation>Behalten. Es ist in der Liste der Modelle.</translation>
    </message>
    <message>
        <source>Key moment {name}</source>
        <translation>Schlüsselmoment {name}</translation>
    </message>
    <message>
        <source>Key moments</source>
        <translation>Schlüsselmomente</translation>
    </message>
    <message>
        <source>Key moments of the same name fall together; without it, drag the line of either performance freely</source>
        <translation>Schlüsselmomente gleichen Namens fallen zusammen; sonst die Linie jeder Ausführung frei ziehen</translation>
    </message>
    <message>
        <source>Key {key}</source>
        <translation>Taste {key}</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Keypoints in the pictures</source>
        <translation>Gelenkpunkte in den Bildern</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Arten</translation>
    </message>
    <message>
        <source>Kinogram</source>
        <translation>Kinogramm</translation>
    </message>
    <message>
        <source>Knee, left</source>
        <translation>Knie, links</translation>
    </message>
    <message>
        <source>Knee, right</source>
        <translation>Knie, rechts</translation>
    </message>
    <message>
        <source>Known are: {kinds}.</source>
        <translation>Bekannt sind: {kinds}.</translation>
    </message>
    <message>
        <source>Known to whoever imported it</source>
        <translation>Wer importiert hat, kennt sie</translation>
    </message>
    <message>
        <source>L {joint}</source>
        <translation>L {joint}</translation>
    </message>
    <message>
        <source>Label a frame before it and one after it.</source>
        <translation>Ein Bild davor und eins danach bearbeiten.</translation>
    </message>
    <message>
        <source>Label a frame first.</source>
        <translation>Zuerst Gelenke in einem Bild setzen.</translation>
    </message>
    <message>
        <source>Label a joint there first.</source>
        <translation>Zuerst dort ein Gelenk setzen.</translation>
    </message>
    <message>
        <source>Label both ends first.</source>
        <translation>Zuerst an beiden Enden Gelenke setzen.</translation>
    </message>
    <message>
        <source>Label the same joints in two frames that are further apart.</source>
        <translation>Dieselben Gelenke in zwei Bildern setzen, die weiter auseinander liegen.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Gesetzte Gelenke</translation>
    </message>
    <message>
        <source>Labels between the labelled frames around</source>
        <translation>Setzt Gelenke zwischen den bearbeiteten Bildern davor und danach</translation>
    </message>
    <message>
        <source>Labels that Parallax wrote as CSV: File › Import labels (parallax labels import).</source>
        <translation>Gesetzte Gelenke, die Parallax als CSV geschrieben hat: Datei › Gesetzte Gelenke importieren (parallax labels import).</translation>
    </message>
    <message>
        <source>Labels that may be slips</source>
        <translation>Gesetzte Gelenke, die ein Versehen sein könnten</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Anordnung</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>Lernen aus</translation>
    </message>
    <message>
        <source>Learn from this view</source>
        <translation>Aus dieser Ansicht lernen</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Kleinster Wert</translation>
    </message>
    <message>
        <source>Least is gained at {angle}°: {n} mm.</source>
        <translation>Am wenigsten bringen {angle}°: {n} mm.</translation>
    </message>
    <message>
        <source>Leave --to out, or name a film: NAME.mp4.</source>
        <translation>--to weglassen, oder einen Film nennen: NAME.mp4.</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>Es weglassen.</translation>
    </message>
    <message>
        <source>Leave one of them out.</source>
        <translation>Eines davon weglassen.</translation>
    </message>
    <message>
        <source>Leave that out.</source>
        <translation>Das weglassen.</translation>
    </message>
    <message>
        <source>Leave the size out.</source>
        <translation>Die Größe weglassen.</translation>
    </message>
    <message>
        <source>Leave them out.</source>
        <translation>Sie weglassen.</translation>
    </message>
    <message>
        <source>Leave {name} out</source>
        <translation>{name} weglassen</translation>
    </message>
    <message>
        <source>Left and right</source>
        <translation>Links und rechts</translation>
    </message>
    <message>
        <source>Left and right are exchanged as proposed.</source>
        <translation>Links und rechts sind wie vorgeschlagen vertauscht.</translation>
    </message>
    <message>
        <source>Left and right arrow keys move the border between the two</source>
        <translation>Pfeiltasten links und rechts verschieben die Grenze zwischen beiden</translation>
    </message>
    <message>
        <source>Left arm</source>
        <translation>Linker Arm</translation>
    </message>
    <message>
        <source>Left arm highest</source>
        <translation>Linker Arm am höchsten</translation>
    </message>
    <message>
        <source>Left arm lowest</source>
        <translation>Linker Arm am tiefsten</translation>
    </message>
    <message>
        <source>Left arm straightest</source>
        <translation>Streckung linker Arm</translation>
    </message>
    <message>
        <source>Left elbow bent most</source>
        <translation>Beugung linker Ellbogen</translation>
    </message>
    <message>
        <source>Left foot lands</source>
        <translation>Linker Fuß setzt auf</translation>
    </message>
    <message>
        <source>Left foot leaves the ground</source>
        <translation>Linker Fuß hebt ab</translation>
    </message>
    <message>
        <source>Left hip bent most</source>
        <translation>Beugung linke Hüfte</translation>
    </message>
    <message>
        <source>Left hip straightest</source>
        <translation>Streckung linke Hüfte</translation>
    </message>
    <message>
        <source>Left leg</source>
        <translation>Linkes Bein</translation>
    </message>
    <message>
        <source>Left leg straightest</source>
        <translation>Streckung linkes Bein</translation>
    </message>
    <message>
        <source>Left out: {frames} beyond the end of {view}.</source>
        <translation>Ausgelassen: {frames} nach dem Ende von {view}.</translation>
    </message>
    <message>
        <source>Left out: {n} {what}.</source>
        <translation>Ausgelassen: {n} {what}.</translation>
    </message>
    <message>
        <source>Left out: {videos}, which are not in this project.</source>
        <translation>Ausgelassen: {videos}, nicht in diesem Projekt.</translation>
    </message>
    <message>
        <source>Left out: {videos}, which is not in this project.</source>
        <translation>Ausgelassen: {videos}, nicht in diesem Projekt.</translation>
    </message>
    <message>
        <source>Left out: {views}, {by_hand}.</source>
        <translation>Ausgelassen: {views}, {by_hand}.</translation>
    </message>
    <message>
        <source>Left/right</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Length of all bones</source>
        <translation>Länge aller Knochen</translation>
    </message>
    <message>
        <source>Lengths are relative: in the lifter&apos;s own metres, whose size is not the athlete&apos;s. Enter the athlete&apos;s height to scale them.</source>
        <translation>Längen sind relativ: in den eigenen Metern des Lifters, nicht in denen der Person. Die Körpergröße eingeben, um sie zu skalieren.</translation>
    </message>
    <message>
        <source>Lengths are scaled by the athlete&apos;s height.</source>
        <translation>Längen sind nach der Körpergröße skaliert.</translation>
    </message>
    <message>
        <source>Let it end first.</source>
        <translation>Ihn erst enden lassen.</translation>
    </message>
    <message>
        <source>Let it end in .mp4.</source>
        <translation>Ihn auf .mp4 enden lassen.</translation>
    </message>
    <message>
        <source>Let it end in .pdf.</source>
        <translation>Er muss auf .pdf enden.</translation>
    </message>
    <message>
        <source>Let it end in .png.</source>
        <translation>Er soll auf .png enden.</translation>
    </message>
    <message>
        <source>Let it reach its first checkpoint.</source>
        <translation>Ihn bis zum ersten Zwischenstand laufen lassen.</translation>
    </message>
    <message>
        <source>Licence: {licence}</source>
        <translation>Lizenz: {licence}</translation>
    </message>
    <message>
        <source>Licence: {licence}. {consequence}</source>
        <translation>Lizenz: {licence}. {consequence}</translation>
    </message>
    <message>
        <source>Lift again</source>
        <translation>3D neu bestimmen</translation>
    </message>
    <message>
        <source>Lift again now</source>
        <translation>3D neu bestimmen</translation>
    </message>
    <message>
        <source>Lift another view.</source>
        <translation>3D einer weiteren Ansicht bestimmen.</translation>
    </message>
    <message>
        <source>Lift it</source>
        <translation>3D bestimmen</translation>
    </message>
    <message>
        <source>Lift it again.</source>
        <translation>3D neu bestimmen.</translation>
    </message>
    <message>
        <source>Lift it first, or choose another reference view.</source>
        <translation>Zuerst ihr 3D bestimmen, oder eine andere Referenzansicht wählen.</translation>
    </message>
    <message>
        <source>Lift its 2D poses.</source>
        <translation>3D aus seinen 2D-Posen bestimmen.</translation>
    </message>
    <message>
        <source>Lift the picture and its mirror image and take the mean: steadier, in twice the time</source>
        <translation>3D aus dem Bild und seinem Spiegelbild, gemittelt: ruhiger, in doppelter Zeit</translation>
    </message>
    <message>
        <source>Lift the view again</source>
        <translation>3D der Ansicht neu bestimmen</translation>
    </message>
    <message>
        <source>Lift the view again.</source>
        <translation>3D der Ansicht neu bestimmen.</translation>
    </message>
    <message>
        <source>Lift them</source>
        <translation>3D bestimmen</translation>
    </message>
    <message>
        <source>Lift when it ends</source>
        <translation>Danach 3D bestimmen</translation>
    </message>
    <message>
        <source>Lift {n} views</source>
        <translation>3D von {n} Ansichten bestimmen</translation>
    </message>
    <message>
        <source>Lift {views}</source>
        <translation>3D bestimmen in {views}</translation>
    </message>
    <message>
        <source>Lift {view}</source>
        <translation>3D von {view} bestimmen</translation>
    </message>
    <message>
        <source>Lifted before the latest corrections: {views}. Lift again to have them in 3D.</source>
        <translation>In 3D bestimmt vor den letzten Korrekturen: {views}. 3D neu bestimmen, um sie in 3D zu haben.</translation>
    </message>
    <message>
        <source>Lifted bodies have no size of their own: off, their different sizes count as disagreement</source>
        <translation>Körper aus 3D haben keine eigene Größe: Ist dies aus, zählen ihre verschiedenen Größen als Abweichung</translation>
    </message>
    <message>
        <source>Lifted to 3D</source>
        <translation>3D bestimmt</translation>
    </message>
    <message>
        <source>Lifter</source>
        <translation>Lifter</translation>
    </message>
    <message>
        <source>Lifter to start from</source>
        <translation>Lifter, mit dem begonnen wird</translation>
    </message>
    <message>
        <source>Lifters</source>
        <translation>Lifter</translation>
    </message>
    <message>
        <source>Lifters and detectors that others published, with their size and terms</source>
        <translation>Lifter und Detektoren, die andere veröffentlicht haben, mit Größe und Bedingungen</translation>
    </message>
    <message>
        <source>Lifters are: {lifters}.</source>
        <translation>Lifter sind: {lifters}.</translation>
    </message>
    <message>
        <source>Lifters that teach</source>
        <translation>Lifter, die lehren</translation>
    </message>
    <message>
        <source>Lifters to learn from, which stay as they are. One: single; several: multi; none: 2D alone.</source>
        <translation>Lifter, aus denen gelernt wird und die bleiben, wie sie sind. Einer: single; mehrere: multi; keiner: nur 2D.</translation>
    </message>
    <message>
        <source>Lifting alone, once it is loaded, on this computer as busy as it was</source>
        <translation>Nur das Bestimmen von 3D, wenn er geladen ist, auf diesem Rechner, so beschäftigt, wie er war</translation>
    </message>
    <message>
        <source>Lifting to 3D</source>
        <translation>3D wird bestimmt</translation>
    </message>
    <message>
        <source>Lifts all views of the recording with the lifter that is chosen</source>
        <translation>3D aller Ansichten der Aufnahme mit dem gewählten Lifter</translation>
    </message>
    <message>
        <source>Lifts the views again that were lifted by another one</source>
        <translation>3D der Ansichten neu, die ein anderer bestimmt hat</translation>
    </message>
    <message>
        <source>Limbs weight</source>
        <translation>Gewicht der Glieder</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Line of time</source>
        <translation>Zeitlinie</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Linien</translation>
    </message>
    <message>
        <source>List again</source>
        <translation>Wieder aufführen</translation>
    </message>
    <message>
        <source>Listening …</source>
        <translation>Ton wird gelesen …</translation>
    </message>
    <message>
        <source>Loading the models</source>
        <translation>Modelle werden geladen</translation>
    </message>
    <message>
        <source>Loading the network and what it learns from</source>
        <translation>Das Netz und das, woraus es lernt, werden geladen</translation>
    </message>
    <message>
        <source>Local consistency</source>
        <translation>Lokale Einigkeit</translation>
    </message>
    <message>
        <source>Local weight</source>
        <translation>Gewicht lokal</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperre</translation>
    </message>
    <message>
        <source>Lock the clock of the view</source>
        <translation>Uhr der Ansicht sperren</translation>
    </message>
    <message>
        <source>Lock the clock of {name}: nothing moves a clock that is locked</source>
        <translation>Uhr von {name} sperren: Nichts verschiebt eine gesperrte Uhr</translation>
    </message>
    <message>
        <source>Lock the clock of {view}</source>
        <translation>Uhr von {view} sperren</translation>
    </message>
    <message>
        <source>Lock {joint}</source>
        <translation>{joint} sperren</translation>
    </message>
    <message>
        <source>Longest gradient</source>
        <translation>Längster Gradient</translation>
    </message>
    <message>
        <source>Look at it again and repeat it.</source>
        <translation>Es noch einmal ansehen und wiederholen.</translation>
    </message>
    <message>
        <source>Look at the details, then try again.</source>
        <translation>Die Einzelheiten ansehen, dann nochmals versuchen.</translation>
    </message>
    <message>
        <source>Look from the front</source>
        <translation>Von vorn ansehen</translation>
    </message>
    <message>
        <source>Look from the side</source>
        <translation>Von der Seite ansehen</translation>
    </message>
    <message>
        <source>Look from the top</source>
        <translation>Von oben ansehen</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>Angesehen</translation>
    </message>
    <message>
        <source>Looking at the labels …</source>
        <translation>Die gesetzten Gelenke werden angesehen …</translation>
    </message>
    <message>
        <source>Looking at the videos …</source>
        <translation>Die Videos werden angesehen …</translation>
    </message>
    <message>
        <source>Looking at what comes of it …</source>
        <translation>Vorschau wird erstellt …</translation>
    </message>
    <message>
        <source>Looking at what is chosen …</source>
        <translation>Die Auswahl wird geprüft …</translation>
    </message>
    <message>
        <source>Looking closer where it is fast</source>
        <translation>Schnelles wird genauer angesehen</translation>
    </message>
    <message>
        <source>Looking for frames worth labelling …</source>
        <translation>Bilder, deren Bearbeitung lohnt, werden gesucht …</translation>
    </message>
    <message>
        <source>Looking for people …</source>
        <translation>Personen werden gesucht …</translation>
    </message>
    <message>
        <source>Looks for people every {n} s.</source>
        <translation>Sucht Personen alle {n} s.</translation>
    </message>
    <message>
        <source>Looks for people in every frame.</source>
        <translation>Sucht Personen in jedem Bild.</translation>
    </message>
    <message>
        <source>Looks for people in every {nth} frame, then in every {more} where it is fast.</source>
        <translation>Sucht Personen in jedem {nth} Bild, dann in jedem {more}, wo es schnell ist.</translation>
    </message>
    <message>
        <source>Looks right</source>
        <translation>Sieht richtig aus</translation>
    </message>
    <message>
        <source>Loop from here</source>
        <translation>Schleife ab hier</translation>
    </message>
    <message>
        <source>Loop only</source>
        <translation>Nur Schleife</translation>
    </message>
    <message>
        <source>Loop range</source>
        <translation>Schleifenbereich</translation>
    </message>
    <message>
        <source>Loop to here</source>
        <translation>Schleife bis hier</translation>
    </message>
    <message>
        <source>Loop: repeat the marked range, or all of it</source>
        <translation>Schleife: den markierten Bereich wiederholen, oder alles</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Loss</translation>
    </message>
    <message>
        <source>Lower the learning rate (lr) and start again in another folder.</source>
        <translation>Die Lernrate (lr) senken und in einem anderen Ordner neu beginnen.</translation>
    </message>
    <message>
        <source>Lr</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>MOT</source>
        <translation>MOT</translation>
    </message>
    <message>
        <source>MPJPE with the hint, mm</source>
        <translation>MPJPE mit Hinweis, mm</translation>
    </message>
    <message>
        <source>MPJPE, detected 2D, mm</source>
        <translation>MPJPE, erkanntes 2D, mm</translation>
    </message>
    <message>
        <source>MPJPE, mm</source>
        <translation>MPJPE, mm</translation>
    </message>
    <message>
        <source>MPJPE, true 2D, mm</source>
        <translation>MPJPE, wahres 2D, mm</translation>
    </message>
    <message>
        <source>MPJVE, mm a frame</source>
        <translation>MPJVE, mm je Bild</translation>
    </message>
    <message>
        <source>Magnifier</source>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>Make a copy</source>
        <translation>Kopie anlegen</translation>
    </message>
    <message>
        <source>Make a copy for scrubbing</source>
        <translation>Eine Kopie zum Suchen machen</translation>
    </message>
    <message>
        <source>Make it anew: `python -m core.detectors.blazepose_graphs --again`.</source>
        <translation>Sie neu machen: `python -m core.detectors.blazepose_graphs --again`.</translation>
    </message>
    <message>
        <source>Make it writable, or set PARALLAX_BLAZEPOSE to a folder with the graphs.</source>
        <translation>Ihn beschreibbar machen, oder PARALLAX_BLAZEPOSE auf einen Ordner mit den Graphen setzen.</translation>
    </message>
    <message>
        <source>Make room on the disk, or name another folder (cache).</source>
        <translation>Auf der Platte Platz schaffen, oder einen anderen Ordner nennen (cache).</translation>
    </message>
    <message>
        <source>Make the folder first.</source>
        <translation>Zuerst den Ordner anlegen.</translation>
    </message>
    <message>
        <source>Make the folder writable, or copy the project to a place where you may write.</source>
        <translation>Den Ordner beschreibbar machen, oder das Projekt an einen Ort kopieren, an dem Schreiben erlaubt ist.</translation>
    </message>
    <message>
        <source>Make the project writable, or copy it to a place where you may write.</source>
        <translation>Das Projekt beschreibbar machen, oder es an einen Ort kopieren, an dem Schreiben erlaubt ist.</translation>
    </message>
    <message>
        <source>Make this person the athlete</source>
        <translation>Diese Person auswählen</translation>
    </message>
    <message>
        <source>Make {n} copies for scrubbing</source>
        <translation>{n} Kopien zum Suchen machen</translation>
    </message>
    <message>
        <source>Makes a model of it, which this recording uses from then on</source>
        <translation>Macht ein Modell daraus, das diese Aufnahme von da an verwendet</translation>
    </message>
    <message>
        <source>Making a model of it …</source>
        <translation>Ein Modell wird daraus gemacht …</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>März</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Markieren</translation>
    </message>
    <message>
        <source>Mark a key moment</source>
        <translation>Schlüsselmoment setzen</translation>
    </message>
    <message>
        <source>Mark a loop</source>
        <translation>Eine Schleife markieren</translation>
    </message>
    <message>
        <source>Mark here</source>
        <translation>Markieren</translation>
    </message>
    <message>
        <source>Mark the same moment in another view.</source>
        <translation>Denselben Moment in einer weiteren Ansicht markieren.</translation>
    </message>
    <message>
        <source>Mark this moment</source>
        <translation>Diesen Moment markieren</translation>
    </message>
    <message>
        <source>Mark {label} in {view}</source>
        <translation>Marke {label} in {view}</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Marken</translation>
    </message>
    <message>
        <source>Marks by hand</source>
        <translation>Marken von Hand</translation>
    </message>
    <message>
        <source>Match key moments</source>
        <translation>Nach Schlüsselmomenten</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Mai</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Mean of the views</source>
        <translation>Mittel der Ansichten</translation>
    </message>
    <message>
        <source>Mean ± spread</source>
        <translation>Mittel ± Streuung</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Neu messen</translation>
    </message>
    <message>
        <source>Measure again.</source>
        <translation>Neu messen.</translation>
    </message>
    <message>
        <source>Measure speeds</source>
        <translation>Geschwindigkeiten messen</translation>
    </message>
    <message>
        <source>Measure this one</source>
        <translation>Diesen messen</translation>
    </message>
    <message>
        <source>Measure with the tools for angles, distances and ways: they follow the joints.</source>
        <translation>Messen mit den Werkzeugen für Winkel, Abstände und Wege: Sie folgen den Gelenken.</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>Measuring how long it takes …</source>
        <translation>Dauer wird gemessen …</translation>
    </message>
    <message>
        <source>Measuring what it was good for …</source>
        <translation>Es wird gemessen, was es gebracht hat …</translation>
    </message>
    <message>
        <source>Measuring {name}, {n} of {count}</source>
        <translation>{name} wird gemessen, {n} von {count}</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>Menu of the joint</source>
        <translation>Menü des Gelenks</translation>
    </message>
    <message>
        <source>Method: {title}</source>
        <translation>Methode: {title}</translation>
    </message>
    <message>
        <source>Metres or millimetres, said in the file; it has no place for the kind of lengths</source>
        <translation>Meter oder Millimeter, in der Datei vermerkt; für die Art der Längen hat sie keinen Platz</translation>
    </message>
    <message>
        <source>Metres or pixels, said in the file with the kind of lengths; time in s</source>
        <translation>Meter oder Pixel, in der Datei vermerkt wie die Art der Längen; Zeit in s</translation>
    </message>
    <message>
        <source>Metres, of the kind that is said: relative, scaled by the athlete&apos;s height, or metric</source>
        <translation>Meter der Art, die dabei steht: relativ, nach der Körpergröße skaliert oder metrisch</translation>
    </message>
    <message>
        <source>Metric lengths are true to scale.</source>
        <translation>Metrische Längen sind maßstabsgetreu.</translation>
    </message>
    <message>
        <source>Millimetres; the kind of lengths is said in the group PARALLAX</source>
        <translation>Millimeter; die Art der Längen steht in der Gruppe PARALLAX</translation>
    </message>
    <message>
        <source>Mirrored clips</source>
        <translation>Gespiegelte Clips</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>Wechselnd</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models that others published. They come from their publishers&apos; servers when you press Get; nothing of yours is sent.</source>
        <translation>Modelle, die andere veröffentlicht haben. Sie kommen bei „Holen“ von den Servern ihrer Herausgeber; von Ihnen wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Moment {n}</source>
        <translation>Moment {n}</translation>
    </message>
    <message>
        <source>More models</source>
        <translation>Weitere Modelle</translation>
    </message>
    <message>
        <source>More settings ({n})</source>
        <translation>Mehr Einstellungen ({n})</translation>
    </message>
    <message>
        <source>More settings ({n}, {other} changed)</source>
        <translation>Mehr Einstellungen ({n}, {other} geändert)</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Größter Wert</translation>
    </message>
    <message>
        <source>Motion capture</source>
        <translation>Motion Capture</translation>
    </message>
    <message>
        <source>Motion capture (*.npz)</source>
        <translation>Motion Capture (*.npz)</translation>
    </message>
    <message>
        <source>Motion capture (NPZ) …</source>
        <translation>Motion Capture (NPZ) …</translation>
    </message>
    <message>
        <source>Motion capture as H36M-17</source>
        <translation>Motion Capture als H36M-17</translation>
    </message>
    <message>
        <source>Motion capture as an NPZ of H36M-17, or a data set of filmed people with 3D truth.</source>
        <translation>Motion Capture als NPZ in H36M-17, oder ein Datensatz gefilmter Personen mit wahrem 3D.</translation>
    </message>
    <message>
        <source>Motion capture as an NPZ of H36M-17.</source>
        <translation>Motion Capture als NPZ in H36M-17.</translation>
    </message>
    <message>
        <source>Motion capture as one file, as for “From motion capture”.</source>
        <translation>Motion Capture in einer Datei, wie bei „Aus Motion Capture“.</translation>
    </message>
    <message>
        <source>Motion capture as one file; `parallax data convert` makes it of BVH, AMC and AMASS.</source>
        <translation>Motion Capture in einer Datei; `parallax data convert` macht sie aus BVH, AMC und AMASS.</translation>
    </message>
    <message>
        <source>Motion capture: the detector&apos;s faults, &apos;&apos; for none.</source>
        <translation>Motion Capture: die Fehler des Detektors, &apos;&apos; für keine.</translation>
    </message>
    <message>
        <source>Motion capture: the virtual cameras move.</source>
        <translation>Motion Capture: Die virtuellen Kameras bewegen sich.</translation>
    </message>
    <message>
        <source>Motion capture: where the virtual cameras stand, from the first.</source>
        <translation>Motion Capture: wo die virtuellen Kameras stehen, von der ersten aus.</translation>
    </message>
    <message>
        <source>Motion capture: {name}, {size}.</source>
        <translation>Motion Capture: {name}, {size}.</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>Move a joint that is corrected</source>
        <translation>Ein Gelenk bei der Korrektur bewegen</translation>
    </message>
    <message>
        <source>Move a video</source>
        <translation>Ein Video verschieben</translation>
    </message>
    <message>
        <source>Move it, or clear it.</source>
        <translation>Verschieben oder aufheben.</translation>
    </message>
    <message>
        <source>Move single joints, or delete the pose first.</source>
        <translation>Einzelne Gelenke bewegen, oder zuerst die Pose löschen.</translation>
    </message>
    <message>
        <source>Move some of them away.</source>
        <translation>Einige davon woandershin legen.</translation>
    </message>
    <message>
        <source>Move the 3D view</source>
        <translation>Die 3D-Ansicht verschieben</translation>
    </message>
    <message>
        <source>Move the chosen drawing</source>
        <translation>Gewählte Zeichnung verschieben</translation>
    </message>
    <message>
        <source>Move the joint by a pixel</source>
        <translation>Das Gelenk um ein Pixel bewegen</translation>
    </message>
    <message>
        <source>Move the timeline</source>
        <translation>Die Zeitleiste verschieben</translation>
    </message>
    <message>
        <source>Move the view earlier by a frame</source>
        <translation>Ansicht um ein Bild früher</translation>
    </message>
    <message>
        <source>Move the view earlier by a frame, against the other views</source>
        <translation>Ansicht um ein Bild früher, gegenüber den anderen</translation>
    </message>
    <message>
        <source>Move the view earlier by a millisecond</source>
        <translation>Ansicht um eine Millisekunde früher</translation>
    </message>
    <message>
        <source>Move the view earlier by a millisecond, against the other views</source>
        <translation>Ansicht um eine Millisekunde früher, gegenüber den anderen</translation>
    </message>
    <message>
        <source>Move the view earlier by a tenth of a frame</source>
        <translation>Ansicht um ein zehntel Bild früher</translation>
    </message>
    <message>
        <source>Move the view earlier by a tenth of a frame, against the other views</source>
        <translation>Ansicht um ein zehntel Bild früher, gegenüber den anderen</translation>
    </message>
    <message>
        <source>Move the view later by a frame</source>
        <translation>Ansicht um ein Bild später</translation>
    </message>
    <message>
        <source>Move the view later by a frame, against the other views</source>
        <translation>Ansicht um ein Bild später, gegenüber den anderen</translation>
    </message>
    <message>
        <source>Move the view later by a millisecond</source>
        <translation>Ansicht um eine Millisekunde später</translation>
    </message>
    <message>
        <source>Move the view later by a millisecond, against the other views</source>
        <translation>Ansicht um eine Millisekunde später, gegenüber den anderen</translation>
    </message>
    <message>
        <source>Move the view later by a tenth of a frame</source>
        <translation>Ansicht um ein zehntel Bild später</translation>
    </message>
    <message>
        <source>Move the view later by a tenth of a frame, against the other views</source>
        <translation>Ansicht um ein zehntel Bild später, gegenüber den anderen</translation>
    </message>
    <message>
        <source>Move the weights into a folder of their own to import them without.</source>
        <translation>Die Gewichte in einen eigenen Ordner legen, um sie ohne diese zu importieren.</translation>
    </message>
    <message>
        <source>Move {joint} in frame {frame}</source>
        <translation>{joint} in Bild {frame} bewegen</translation>
    </message>
    <message>
        <source>Move {view}</source>
        <translation>{view} verschieben</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Movement was not used: no poses are found yet.</source>
        <translation>Die Bewegung zählt nicht: Noch sind keine Posen gefunden.</translation>
    </message>
    <message>
        <source>Movements</source>
        <translation>Bewegungen</translation>
    </message>
    <message>
        <source>Moving</source>
        <translation>Bewegt</translation>
    </message>
    <message>
        <source>NPZ</source>
        <translation>NPZ</translation>
    </message>
    <message>
        <source>Name 2D detections that are in the folder.</source>
        <translation>2D-Erkennungen nennen, die in dem Ordner sind.</translation>
    </message>
    <message>
        <source>Name a lifter, or give a number of frames.</source>
        <translation>Einen Lifter nennen oder eine Anzahl Bilder angeben.</translation>
    </message>
    <message>
        <source>Name data to evaluate it on.</source>
        <translation>Daten nennen, an denen er ausgewertet werden soll.</translation>
    </message>
    <message>
        <source>Name fewer in `held_out`, or take fewer frames.</source>
        <translation>In `held_out` weniger nennen, oder weniger Bilder nehmen.</translation>
    </message>
    <message>
        <source>Name fewer in `held_out`.</source>
        <translation>In `held_out` weniger nennen.</translation>
    </message>
    <message>
        <source>Name it {names}.</source>
        <translation>Die Datei so nennen: {names}.</translation>
    </message>
    <message>
        <source>Name of the key moment</source>
        <translation>Name des Schlüsselmoments</translation>
    </message>
    <message>
        <source>Name of the new model</source>
        <translation>Name des neuen Modells</translation>
    </message>
    <message>
        <source>Name other `kinds`, or fewer in `held_out`.</source>
        <translation>Andere `kinds` nennen, oder weniger in `held_out`.</translation>
    </message>
    <message>
        <source>Name projects or data sets: data = [&quot;NAME.parallax&quot;].</source>
        <translation>Projekte oder Datensätze nennen: data = [&quot;NAME.parallax&quot;].</translation>
    </message>
    <message>
        <source>Name studio clips, Human3.6M or Panoptic folders, or a calibrated recording: data = [&quot;FOLDER&quot;].</source>
        <translation>Studioclips, Ordner von Human3.6M oder Panoptic oder eine kalibrierte Aufnahme nennen: data = [&quot;ORDNER&quot;].</translation>
    </message>
    <message>
        <source>Name the calibration: cameras = &quot;calibration.toml&quot;.</source>
        <translation>Die Kalibrierung nennen: cameras = &quot;calibration.toml&quot;.</translation>
    </message>
    <message>
        <source>Name the skeleton that the keypoints are in.</source>
        <translation>Das Skelett nennen, in dem die Gelenkpunkte sind.</translation>
    </message>
    <message>
        <source>Name the views as the cameras in the file, or choose a file with as many cameras.</source>
        <translation>Die Ansichten wie die Kameras in der Datei nennen, oder eine Datei mit ebenso vielen Kameras wählen.</translation>
    </message>
    <message>
        <source>Name two or more videos, or a project NAME.parallax.</source>
        <translation>Zwei oder mehr Videos nennen, oder ein Projekt NAME.parallax.</translation>
    </message>
    <message>
        <source>Needs</source>
        <translation>Braucht</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Net config</source>
        <translation>Einstellungen des Netzes</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Network settings</source>
        <translation>Einstellungen des Netzes</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>New training</source>
        <translation>Neues Training</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next camera</source>
        <translation>Nächste Kamera</translation>
    </message>
    <message>
        <source>Next difference</source>
        <translation>Nächster Unterschied</translation>
    </message>
    <message>
        <source>Next joint</source>
        <translation>Nächstes Gelenk</translation>
    </message>
    <message>
        <source>Next key moment</source>
        <translation>Nächster Schlüsselmoment</translation>
    </message>
    <message>
        <source>Next key moment  (Page Down)</source>
        <translation>Nächster Schlüsselmoment  (Bild ab)</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>Nächster Teil</translation>
    </message>
    <message>
        <source>Next person is the athlete</source>
        <translation>Nächste Person auswählen</translation>
    </message>
    <message>
        <source>Next suggestion</source>
        <translation>Nächster Vorschlag</translation>
    </message>
    <message>
        <source>Next view</source>
        <translation>Nächste Ansicht</translation>
    </message>
    <message>
        <source>No 3D pose yet</source>
        <translation>Noch keine 3D-Pose</translation>
    </message>
    <message>
        <source>No angle differs by more than a few degrees at the key moments that both have.</source>
        <translation>Kein Winkel unterscheidet sich an den gemeinsamen Schlüsselmomenten um mehr als ein paar Grad.</translation>
    </message>
    <message>
        <source>No better and no worse</source>
        <translation>Weder besser noch schlechter</translation>
    </message>
    <message>
        <source>No camera is known any more.</source>
        <translation>Keine Kamera ist mehr bekannt.</translation>
    </message>
    <message>
        <source>No command and no key is called that.</source>
        <translation>Kein Befehl und keine Taste heißt so.</translation>
    </message>
    <message>
        <source>No detector is chosen. Import HRNet, RTMPose or DWPose as PyTorch weights: BlazePose and ONNX files do not learn.</source>
        <translation>Kein Detektor ist gewählt. HRNet, RTMPose oder DWPose als PyTorch-Gewichte importieren: BlazePose und ONNX-Dateien lernen nicht.</translation>
    </message>
    <message>
        <source>No detector that can learn</source>
        <translation>Kein Detektor, der lernen kann</translation>
    </message>
    <message>
        <source>No difference of 3° or more at the key moments.</source>
        <translation>Kein Unterschied von 3° oder mehr an den Schlüsselmomenten.</translation>
    </message>
    <message>
        <source>No frame</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>No frame stands out: no joint jumps, is missing or was found with doubt, and none is far from where the views together have it.</source>
        <translation>Kein Bild fällt auf: Kein Gelenk springt, fehlt oder wurde mit Zweifel gefunden, und keins liegt weit von dort, wo die Ansichten zusammen es haben.</translation>
    </message>
    <message>
        <source>No joint is seen by two views at once.</source>
        <translation>Kein Gelenk wird von zwei Ansichten zugleich gesehen.</translation>
    </message>
    <message>
        <source>No key moment has the same name in both, so there is nothing to compare.</source>
        <translation>Kein Schlüsselmoment heißt in beiden gleich, es gibt also nichts zu vergleichen.</translation>
    </message>
    <message>
        <source>No key moment has the same name in both. Give those that belong together the same name, as “Contact”, and they will fall together.</source>
        <translation>Kein Schlüsselmoment heißt in beiden gleich. Zusammengehörigen denselben Namen geben, etwa „Kontakt“, dann fallen sie zusammen.</translation>
    </message>
    <message>
        <source>No key moment was named; these are what the motion suggests.</source>
        <translation>Kein Schlüsselmoment wurde benannt; diese schlägt die Bewegung vor.</translation>
    </message>
    <message>
        <source>No lifter is ticked: the detector learns in 2D alone.</source>
        <translation>Kein Lifter ist angekreuzt: Der Detektor lernt nur in 2D.</translation>
    </message>
    <message>
        <source>No loop is set (I, O), so all frames count.</source>
        <translation>Keine Schleife ist gesetzt (I, O), also zählen alle Bilder.</translation>
    </message>
    <message>
        <source>No offset stands out in {seen}.</source>
        <translation>Kein Versatz sticht heraus ({seen}).</translation>
    </message>
    <message>
        <source>No other label stands out.</source>
        <translation>Kein anderes gesetztes Gelenk fällt auf.</translation>
    </message>
    <message>
        <source>No poses are found yet</source>
        <translation>Noch sind keine Posen gefunden</translation>
    </message>
    <message>
        <source>No poses yet in {views}</source>
        <translation>Noch keine Posen in {views}</translation>
    </message>
    <message>
        <source>No recording yet</source>
        <translation>Noch keine Aufnahme</translation>
    </message>
    <message>
        <source>No rest at key moments</source>
        <translation>Keine an Schlüsselmomenten</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>Kein Ton</translation>
    </message>
    <message>
        <source>No stretch was found in which left and right seem exchanged.</source>
        <translation>Kein Abschnitt gefunden, in dem links und rechts vertauscht scheinen.</translation>
    </message>
    <message>
        <source>No suggestion was looked at before this one.</source>
        <translation>Vor diesem wurde kein Vorschlag angesehen.</translation>
    </message>
    <message>
        <source>No training yet. What one learns, how far it is and what it was good for stands here.</source>
        <translation>Noch kein Training. Hier steht, was eines lernt, wie weit es ist und was es gebracht hat.</translation>
    </message>
    <message>
        <source>No two of these views show the athlete at the same time.</source>
        <translation>Keine zwei dieser Ansichten zeigen die Person zur selben Zeit.</translation>
    </message>
    <message>
        <source>No two views show the athlete at the same time here, so there is no agreement to tell.</source>
        <translation>Keine zwei Ansichten zeigen die Person hier zur selben Zeit; so lässt sich nichts über Übereinstimmung sagen.</translation>
    </message>
    <message>
        <source>No video</source>
        <translation>Kein Video</translation>
    </message>
    <message>
        <source>No video of this project is where it was.</source>
        <translation>Kein Video dieses Projekts ist mehr, wo es war.</translation>
    </message>
    <message>
        <source>No view is chosen to learn from.</source>
        <translation>Es ist keine Ansicht gewählt, aus der gelernt wird.</translation>
    </message>
    <message>
        <source>Nobody is called {lost} in {name}. There are {people}.</source>
        <translation>Niemand heißt {lost} in {name}. Es gibt {people}.</translation>
    </message>
    <message>
        <source>Nobody is in this frame: all joints become absent, also those detected</source>
        <translation>In diesem Bild ist niemand: Alle Gelenke fehlen, auch erkannte</translation>
    </message>
    <message>
        <source>Nobody is seen long enough in the first view to compare movement.</source>
        <translation>In der ersten Ansicht ist niemand lange genug zu sehen, um Bewegung zu vergleichen.</translation>
    </message>
    <message>
        <source>Nobody is seen long enough in the second view to compare movement.</source>
        <translation>In der zweiten Ansicht ist niemand lange genug zu sehen, um Bewegung zu vergleichen.</translation>
    </message>
    <message>
        <source>Nobody is the athlete yet. Click the person in the video.</source>
        <translation>Noch niemand ist ausgewählt. Die Person im Video anklicken.</translation>
    </message>
    <message>
        <source>Nobody was found in any view yet. Find poses first, then with another detector.</source>
        <translation>Noch ist in keiner Ansicht jemand gefunden. Erst Posen finden, dann mit einem anderen Detektor.</translation>
    </message>
    <message>
        <source>Nobody was found in any view yet. Find poses first.</source>
        <translation>Noch ist in keiner Ansicht jemand gefunden. Erst Posen finden.</translation>
    </message>
    <message>
        <source>Nobody was found in any view yet. Find poses first; then lifters can be compared on them.</source>
        <translation>Noch ist in keiner Ansicht jemand gefunden. Erst Posen finden; dann lassen sich Lifter daran vergleichen.</translation>
    </message>
    <message>
        <source>Nobody was found in it yet</source>
        <translation>Darin wurde noch niemand gefunden</translation>
    </message>
    <message>
        <source>Nobody was found there in {view}.</source>
        <translation>Dort ist in {view} niemand gefunden.</translation>
    </message>
    <message>
        <source>Nobody was found. Drag a box with Shift around the person to track.</source>
        <translation>Niemand wurde gefunden. Mit Umschalt einen Rahmen um die Person ziehen, die verfolgt werden soll.</translation>
    </message>
    <message>
        <source>Nobody yet: find poses first, or place joints by hand.</source>
        <translation>Noch niemand: erst Posen finden oder Gelenke von Hand setzen.</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>None of these videos has sound.</source>
        <translation>Keines dieser Videos hat Ton.</translation>
    </message>
    <message>
        <source>None of {n} labelled joints stands out.</source>
        <translation>Keins von {n} gesetzten Gelenken fällt auf.</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>None: angles have no axes</source>
        <translation>Keine: Winkel haben keine Achsen</translation>
    </message>
    <message>
        <source>None: the detector learns in 2D alone.</source>
        <translation>Keiner: Der Detektor lernt nur in 2D.</translation>
    </message>
    <message>
        <source>Not every view could be done.</source>
        <translation>Nicht jede Ansicht ließ sich bearbeiten.</translation>
    </message>
    <message>
        <source>Not filmed at this moment</source>
        <translation>In diesem Moment nicht gefilmt</translation>
    </message>
    <message>
        <source>Not for commercial use. Name the authors where you show what it made.</source>
        <translation>Nicht für kommerzielle Zwecke. Die Autoren nennen, wo gezeigt wird, was es gemacht hat.</translation>
    </message>
    <message>
        <source>Not in it</source>
        <translation>Nicht darin</translation>
    </message>
    <message>
        <source>Not in the file: {views}.</source>
        <translation>Nicht in der Datei: {views}.</translation>
    </message>
    <message>
        <source>Not in the recording: {cameras}.</source>
        <translation>Nicht in der Aufnahme: {cameras}.</translation>
    </message>
    <message>
        <source>Not lifted to 3D yet, so nothing tells how far around the athlete the views stand.</source>
        <translation>Noch kein 3D bestimmt; so ist nicht bekannt, in welchem Winkel um die Person die Ansichten stehen.</translation>
    </message>
    <message>
        <source>Not synchronized: its first frame is taken to be at the same moment.</source>
        <translation>Nicht synchronisiert: Ihr erstes Bild gilt als derselbe Moment.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Nothing about these videos needs your attention.</source>
        <translation>An diesen Videos ist nichts zu tun.</translation>
    </message>
    <message>
        <source>Nothing could be compared: neither sound nor movement of two views.</source>
        <translation>Nichts war zu vergleichen: weder Ton noch Bewegung zweier Ansichten.</translation>
    </message>
    <message>
        <source>Nothing else about these videos needs your attention.</source>
        <translation>Sonst ist an diesen Videos nichts zu tun.</translation>
    </message>
    <message>
        <source>Nothing is chosen to learn from.</source>
        <translation>Es ist nichts gewählt, woraus gelernt wird.</translation>
    </message>
    <message>
        <source>Nothing moves it then, not even synchronizing</source>
        <translation>Nichts verschiebt sie dann, auch nicht das Synchronisieren</translation>
    </message>
    <message>
        <source>Nothing new was imported.</source>
        <translation>Nichts Neues wurde importiert.</translation>
    </message>
    <message>
        <source>Nothing of that name can be done now.</source>
        <translation>Nichts dieses Namens ist jetzt möglich.</translation>
    </message>
    <message>
        <source>Nothing tells where the camera stood: it is shown as from a level camera before the file&apos;s axes.</source>
        <translation>Nichts sagt, wo die Kamera stand: Er wird gezeigt wie von einer waagrechten Kamera vor den Achsen der Datei.</translation>
    </message>
    <message>
        <source>Nothing to compare with</source>
        <translation>Nichts zum Vergleichen</translation>
    </message>
    <message>
        <source>Nothing to plot yet</source>
        <translation>Noch nichts zu zeichnen</translation>
    </message>
    <message>
        <source>Nothing was held out, so nothing tells whether it helped.</source>
        <translation>Es wurde nichts zurückgehalten; so ist nicht bekannt, ob es geholfen hat.</translation>
    </message>
    <message>
        <source>Nothing was labelled yet. Labels that lie far from where the other views and the frames beside them have the joint are listed here.</source>
        <translation>Noch nichts wurde gesetzt. Hier stehen gesetzte Gelenke, die weit von dort liegen, wo die anderen Ansichten und die Bilder daneben sie haben.</translation>
    </message>
    <message>
        <source>Nothing was measured: there is no 3D, and no angle or distance is drawn.</source>
        <translation>Nichts wurde gemessen: Es gibt kein 3D, und kein Winkel oder Abstand ist gezeichnet.</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>Nov.</translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation>Schieben</translation>
    </message>
    <message>
        <source>Nudge {view} by {ms} ms</source>
        <translation>{view} um {ms} ms schieben</translation>
    </message>
    <message>
        <source>ONNX Runtime cannot read it ({why}).</source>
        <translation>ONNX Runtime kann die Datei nicht lesen ({why}).</translation>
    </message>
    <message>
        <source>ONNX Runtime cannot run it ({why}).</source>
        <translation>ONNX Runtime kann es nicht ausführen ({why}).</translation>
    </message>
    <message>
        <source>ONNX Runtime cannot use it here.</source>
        <translation>ONNX Runtime kann es hier nicht nutzen.</translation>
    </message>
    <message>
        <source>ONNX Runtime knows it but cannot start it.</source>
        <translation>ONNX Runtime kennt es, kann es aber nicht starten.</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>Okt.</translation>
    </message>
    <message>
        <source>Of 2D the people who are not the athlete</source>
        <translation>In 2D alle, die nicht ausgewählt sind</translation>
    </message>
    <message>
        <source>Of clips (training/datasets/mocap.py); all where none is named.</source>
        <translation>Der Clips (training/datasets/mocap.py); alle, wenn keine genannt ist.</translation>
    </message>
    <message>
        <source>Of heat maps. 0: 3 cells of 72, in proportion.</source>
        <translation>Der Heatmaps. 0: 3 Zellen von 72, im Verhältnis.</translation>
    </message>
    <message>
        <source>Of the recording at hand, at real time; slow motion is silent</source>
        <translation>Der aktiven Aufnahme, in Echtzeit; Zeitlupe ist stumm</translation>
    </message>
    <message>
        <source>Of the soft-argmax: the higher, the nearer to the peak.</source>
        <translation>Des Soft-Argmax: je höher, desto näher am Gipfel.</translation>
    </message>
    <message>
        <source>Of their mean, m²</source>
        <translation>Von ihrem Mittel, m²</translation>
    </message>
    <message>
        <source>Of unknown size</source>
        <translation>Von unbekannter Größe</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>Wovon</translation>
    </message>
    <message>
        <source>Of {view}; the other views need a file each: {others}.</source>
        <translation>Von {view}; die anderen Ansichten brauchen je eine eigene Datei: {others}.</translation>
    </message>
    <message>
        <source>Offset in seconds</source>
        <translation>Versatz in Sekunden</translation>
    </message>
    <message>
        <source>Ohklm</source>
        <translation>OHKLM</translation>
    </message>
    <message>
        <source>Old versions of OpenSim show metres wrongly</source>
        <translation>Alte Versionen von OpenSim zeigen Meter falsch</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Auf</translation>
    </message>
    <message>
        <source>On a smooth curve</source>
        <translation>Auf einer glatten Kurve</translation>
    </message>
    <message>
        <source>On straight lines</source>
        <translation>Auf geraden Linien</translation>
    </message>
    <message>
        <source>On what was held out</source>
        <translation>Am Zurückgehaltenen</translation>
    </message>
    <message>
        <source>One</source>
        <translation>Eine</translation>
    </message>
    <message>
        <source>One alignment for all frames: for cameras that stand still</source>
        <translation>Eine Ausrichtung für alle Bilder: für Kameras, die still stehen</translation>
    </message>
    <message>
        <source>One alignment from the frames of the loop, of which tables and lists then speak too</source>
        <translation>Eine Ausrichtung aus den Bildern der Schleife, für die dann auch Tabellen und Listen gelten</translation>
    </message>
    <message>
        <source>One body as moving empties and an armature that follows them; everything is in the script</source>
        <translation>Ein Körper als bewegte Empties und eine Armature, die ihnen folgt; alles steht im Skript</translation>
    </message>
    <message>
        <source>One body as turns of bones of fixed length, the median of each, from a T pose; at an even rate</source>
        <translation>Ein Körper als Drehungen von Knochen fester Länge, ihr Median, aus einer T-Pose; in gleichen Abständen</translation>
    </message>
    <message>
        <source>One body: of a view, or the mean of all, as markers with the time of every frame</source>
        <translation>Ein Körper, der einer Ansicht oder das Mittel aller, als Marker mit der Zeit jedes Bildes</translation>
    </message>
    <message>
        <source>One body: of a view, or the mean of all, as points at an even rate, missing ones marked as such</source>
        <translation>Ein Körper, der einer Ansicht oder das Mittel aller, als Punkte in gleichen Abständen, fehlende als solche vermerkt</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One frame forward</source>
        <translation>Ein Bild vor</translation>
    </message>
    <message>
        <source>One lifter: its errors in 3D say which joints matter.</source>
        <translation>Ein Lifter: Seine Fehler in 3D sagen, welche Gelenke zählen.</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>One more key moment is in the table overleaf.</source>
        <translation>Ein weiterer Schlüsselmoment steht in der Tabelle auf der Rückseite.</translation>
    </message>
    <message>
        <source>One on another</source>
        <translation>Übereinander</translation>
    </message>
    <message>
        <source>One person followed through frames of 1080 × 1920, decoding not counted, on this computer as busy as it was</source>
        <translation>Eine Person, verfolgt in Bildern von 1080 × 1920, ohne das Dekodieren, auf diesem Rechner, so beschäftigt, wie er war</translation>
    </message>
    <message>
        <source>One picture</source>
        <translation>Ein Bild</translation>
    </message>
    <message>
        <source>One picture back  (←)</source>
        <translation>Ein Bild zurück  (←)</translation>
    </message>
    <message>
        <source>One picture forward  (→)</source>
        <translation>Ein Bild vor  (→)</translation>
    </message>
    <message>
        <source>One position beside the other</source>
        <translation>Eine Position neben der anderen</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>Eine Sekunde zurück</translation>
    </message>
    <message>
        <source>One second forward</source>
        <translation>Eine Sekunde vor</translation>
    </message>
    <message>
        <source>One to eight recordings of the same person. No calibration needed.</source>
        <translation>Ein bis acht Aufnahmen derselben Person. Ohne Kalibrierung.</translation>
    </message>
    <message>
        <source>One to eight videos of the same person: a new project, or more views of the open one</source>
        <translation>Ein bis acht Videos derselben Person: ein neues Projekt, oder weitere Ansichten des offenen</translation>
    </message>
    <message>
        <source>One view alone ({view}) has nothing to agree with. Choose two or more.</source>
        <translation>Eine Ansicht allein ({view}) kann mit keiner übereinstimmen. Zwei oder mehr wählen.</translation>
    </message>
    <message>
        <source>One view alone was measured: no other is there to agree with.</source>
        <translation>Nur eine Ansicht wurde gemessen: Keine andere ist da, mit der sie übereinstimmen könnte.</translation>
    </message>
    <message>
        <source>One view has nothing to be synchronized with.</source>
        <translation>Eine Ansicht allein ist mit nichts zu synchronisieren.</translation>
    </message>
    <message>
        <source>One view or body a file; of 2D the people who are not the athlete</source>
        <translation>Eine Ansicht oder ein Körper je Datei; in 2D alle, die nicht ausgewählt sind</translation>
    </message>
    <message>
        <source>Only 1 frame in {n} stands by itself, so a jump takes up to {seconds} s; a copy for scrubbing makes every jump immediate, and the original stays as it is.</source>
        <translation>Nur 1 Bild von {n} steht für sich, ein Sprung dauert also bis zu {seconds} s; mit einer Kopie zum schnellen Springen geht jeder sofort, und das Original bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Only one 3D set for each view so far</source>
        <translation>Bisher nur ein 3D je Ansicht</translation>
    </message>
    <message>
        <source>Only one lifter is installed; File › Get more models… brings others.</source>
        <translation>Nur ein Lifter ist installiert; Datei › Weitere Modelle holen… bringt andere.</translation>
    </message>
    <message>
        <source>Only one view has 3D so far. Find poses in another one to see where they agree.</source>
        <translation>Erst eine Ansicht hat 3D. In einer weiteren Posen finden, um zu sehen, wo sie übereinstimmen.</translation>
    </message>
    <message>
        <source>Only so many frames of the data. 0: as the papers have it.</source>
        <translation>Nur jedes so vielte Bild der Daten. 0: wie in den Arbeiten.</translation>
    </message>
    <message>
        <source>Only the frames of the loop range are lifted and measured</source>
        <translation>Nur die Bilder im Schleifenbereich werden bestimmt und gemessen</translation>
    </message>
    <message>
        <source>Only this performance</source>
        <translation>Nur diese Ausführung</translation>
    </message>
    <message>
        <source>Only what is labelled in the nearest labelled frame after, here too</source>
        <translation>Nur was im nächsten bearbeiteten Bild danach gesetzt ist, auch hier</translation>
    </message>
    <message>
        <source>Only what is labelled in the nearest labelled frame before, here too</source>
        <translation>Nur was im nächsten bearbeiteten Bild davor gesetzt ist, auch hier</translation>
    </message>
    <message>
        <source>Only what lies between the views</source>
        <translation>Nur was zwischen den Ansichten liegt</translation>
    </message>
    <message>
        <source>Only what lies between the views, around their mean</source>
        <translation>Nur was zwischen den Ansichten liegt, um ihr Mittel</translation>
    </message>
    <message>
        <source>Only {free} of memory are free. Close other programs.</source>
        <translation>Nur {free} Speicher sind frei. Andere Programme schließen.</translation>
    </message>
    <message>
        <source>Only {view} shows the athlete. It takes a second view.</source>
        <translation>Nur {view} zeigt die Person. Es braucht eine zweite Ansicht.</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Ein Projekt öffnen</translation>
    </message>
    <message>
        <source>Open a project (a folder NAME.parallax)</source>
        <translation>Ein Projekt öffnen (ein Ordner NAME.parallax)</translation>
    </message>
    <message>
        <source>Open a recording first.</source>
        <translation>Zuerst eine Aufnahme öffnen.</translation>
    </message>
    <message>
        <source>Open it in the window to see why.</source>
        <translation>Im Fenster öffnen, um zu sehen, warum.</translation>
    </message>
    <message>
        <source>Open it with that version or update this one; it was left untouched.</source>
        <translation>Es mit jener Version öffnen oder diese aktualisieren; es blieb unberührt.</translation>
    </message>
    <message>
        <source>Open it, or choose another name.</source>
        <translation>Es öffnen, oder einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>Open videos</source>
        <translation>Videos öffnen</translation>
    </message>
    <message>
        <source>Open videos of the same person</source>
        <translation>Videos derselben Person öffnen</translation>
    </message>
    <message>
        <source>Open videos…</source>
        <translation>Videos öffnen…</translation>
    </message>
    <message>
        <source>Open {}</source>
        <translation>{} öffnen</translation>
    </message>
    <message>
        <source>OpenPose</source>
        <translation>OpenPose</translation>
    </message>
    <message>
        <source>Opening {name} …</source>
        <translation>{name} wird geöffnet …</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>Orbit the 3D view</source>
        <translation>Die 3D-Ansicht drehen</translation>
    </message>
    <message>
        <source>Other 3D sets of this project, from other models or runs, as dashed curves</source>
        <translation>Anderes 3D dieses Projekts, von anderen Modellen oder Läufen, als gestrichelte Kurven</translation>
    </message>
    <message>
        <source>Other performance</source>
        <translation>Andere Ausführung</translation>
    </message>
    <message>
        <source>Other projects, or data sets on this computer</source>
        <translation>Andere Projekte oder Datensätze auf diesem Rechner</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Übrige</translation>
    </message>
    <message>
        <source>Over the pictures</source>
        <translation>Über den Bildern</translation>
    </message>
    <message>
        <source>Overlaid</source>
        <translation>Übereinander</translation>
    </message>
    <message>
        <source>P-MPJPE, detected 2D, mm</source>
        <translation>P-MPJPE, erkanntes 2D, mm</translation>
    </message>
    <message>
        <source>P-MPJPE, mm</source>
        <translation>P-MPJPE, mm</translation>
    </message>
    <message>
        <source>P-MPJPE, true 2D, mm</source>
        <translation>P-MPJPE, wahres 2D, mm</translation>
    </message>
    <message>
        <source>PCK@0.2, %</source>
        <translation>PCK@0.2, %</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Parallax project</source>
        <translation>Parallax-Projekt</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>People in {}</source>
        <translation>Personen in {}</translation>
    </message>
    <message>
        <source>Per frame</source>
        <translation>Je Bild</translation>
    </message>
    <message>
        <source>Perfect</source>
        <translation>Fehlerfrei</translation>
    </message>
    <message>
        <source>Perhaps slow motion, {factor} ×</source>
        <translation>Vielleicht Zeitlupe, {factor} ×</translation>
    </message>
    <message>
        <source>Person {n}</source>
        <translation>Person {n}</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Bild (*.png)</translation>
    </message>
    <message>
        <source>Picture weight</source>
        <translation>Gewicht des Bilds</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>Pictures at half size</source>
        <translation>Bilder in halber Größe</translation>
    </message>
    <message>
        <source>Pictures of any size; each person in a crop of 192 × 256, found by BlazePose</source>
        <translation>Bilder jeder Größe; jede Person in einem Ausschnitt von 192 × 256, von BlazePose gefunden</translation>
    </message>
    <message>
        <source>Pictures of any size; each person in a crop of 288 × 384, found by BlazePose</source>
        <translation>Bilder jeder Größe; jede Person in einem Ausschnitt von 288 × 384, von BlazePose gefunden</translation>
    </message>
    <message>
        <source>Pictures with 3D truth: a calibrated recording, clips of the synthetic studio, or a data set such as Human3.6M or Panoptic. A detector to teach (HRNet, RTMPose, DWPose) and one or more lifters.</source>
        <translation>Bilder mit wahrem 3D: eine kalibrierte Aufnahme, Clips aus dem synthetischen Studio oder einen Datensatz wie Human3.6M oder Panoptic. Einen Detektor, der lernt (HRNet, RTMPose, DWPose), und einen oder mehrere Lifter.</translation>
    </message>
    <message>
        <source>Pictures with 3D: studio clips, Human3.6M, Panoptic, calibrated recordings.</source>
        <translation>Bilder mit 3D: Studioclips, Human3.6M, Panoptic, kalibrierte Aufnahmen.</translation>
    </message>
    <message>
        <source>Pixels of the upright video</source>
        <translation>Pixel des aufrechten Videos</translation>
    </message>
    <message>
        <source>Place {joint} hidden in frame {frame}</source>
        <translation>{joint} in Bild {frame} verdeckt setzen</translation>
    </message>
    <message>
        <source>Placed by hand before: {joints}. Undo brings that back.</source>
        <translation>Vorher von Hand gesetzt: {joints}. „Rückgängig“ bringt es zurück.</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play backward; again: faster</source>
        <translation>Rückwärts abspielen; nochmals: schneller</translation>
    </message>
    <message>
        <source>Play forward; again: faster</source>
        <translation>Vorwärts abspielen; nochmals: schneller</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder Pause</translation>
    </message>
    <message>
        <source>Play or pause  (Space)</source>
        <translation>Abspielen oder Pause  (Leertaste)</translation>
    </message>
    <message>
        <source>Played slower, no picture is left out.</source>
        <translation>Langsamer abgespielt, wird kein Bild ausgelassen.</translation>
    </message>
    <message>
        <source>Playhead at {time} of {end}</source>
        <translation>Abspielkopf bei {time} von {end}</translation>
    </message>
    <message>
        <source>Plays {time}, {width} × {height}. Takes {takes} to make on this computer.</source>
        <translation>Spielt {time}, {width} × {height}. Auf diesem Rechner fertig in {takes}.</translation>
    </message>
    <message>
        <source>Point at one in frames {first} to {last}.</source>
        <translation>In einem der Bilder {first} bis {last} auf eine zeigen.</translation>
    </message>
    <message>
        <source>Point at the athlete</source>
        <translation>Auf die Person zeigen</translation>
    </message>
    <message>
        <source>Point at the middle of the body, draw a box round the person, or take another frame.</source>
        <translation>Auf die Mitte des Körpers zeigen, einen Rahmen um die Person ziehen oder ein anderes Bild nehmen.</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Pose › Train… In a terminal: {}</source>
        <translation>Pose › Trainieren… Im Terminal: {}</translation>
    </message>
    <message>
        <source>Poses</source>
        <translation>Posen</translation>
    </message>
    <message>
        <source>Poses are being found. What is found is looked at as soon as that has ended.</source>
        <translation>Posen werden gefunden. Was gefunden ist, wird angesehen, sobald das beendet ist.</translation>
    </message>
    <message>
        <source>Poses are found with the chosen detector the next time</source>
        <translation>Posen werden das nächste Mal mit dem gewählten Detektor gefunden</translation>
    </message>
    <message>
        <source>Poses found</source>
        <translation>Posen gefunden</translation>
    </message>
    <message>
        <source>Position weight</source>
        <translation>Gewicht des Orts</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Press the button</source>
        <translation>Den Knopf drücken</translation>
    </message>
    <message>
        <source>Press the new key</source>
        <translation>Die neue Taste drücken</translation>
    </message>
    <message>
        <source>Press the new key for “{command}”</source>
        <translation>Die neue Taste für „{command}“ drücken</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Previous joint</source>
        <translation>Voriges Gelenk</translation>
    </message>
    <message>
        <source>Previous key moment</source>
        <translation>Voriger Schlüsselmoment</translation>
    </message>
    <message>
        <source>Previous key moment  (Page Up)</source>
        <translation>Voriger Schlüsselmoment  (Bild auf)</translation>
    </message>
    <message>
        <source>Previous part</source>
        <translation>Voriger Teil</translation>
    </message>
    <message>
        <source>Previous suggestion</source>
        <translation>Voriger Vorschlag</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Processor cores that one process uses; 0: all of them.</source>
        <translation>Prozessorkerne, die ein Prozess verwendet; 0: alle.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Progress of the copy</source>
        <translation>Fortschritt der Kopie</translation>
    </message>
    <message>
        <source>Progress of the film</source>
        <translation>Fortschritt des Films</translation>
    </message>
    <message>
        <source>Projects with two synchronized views or more, or data sets.</source>
        <translation>Projekte mit zwei oder mehr synchronisierten Ansichten, oder Datensätze.</translation>
    </message>
    <message>
        <source>Proposed repairs</source>
        <translation>Vorgeschlagene Reparaturen</translation>
    </message>
    <message>
        <source>Pulls weights towards 0, as torch&apos;s AdamW does; 0 is plain Adam.</source>
        <translation>Zieht Gewichte gegen 0, wie AdamW in torch; 0 ist reines Adam.</translation>
    </message>
    <message>
        <source>Pulls weights towards 0.</source>
        <translation>Zieht Gewichte gegen 0.</translation>
    </message>
    <message>
        <source>Put a finding aside</source>
        <translation>Einen Befund weglegen</translation>
    </message>
    <message>
        <source>Put aside; it can be brought back below</source>
        <translation>Weglegen; unten kann es zurückgeholt werden</translation>
    </message>
    <message>
        <source>Put it back, or open the project in the window and show where it is now.</source>
        <translation>Zurücklegen, oder das Projekt im Fenster öffnen und zeigen, wo es jetzt ist.</translation>
    </message>
    <message>
        <source>Put it back, or show the project where it is now.</source>
        <translation>Es zurücklegen, oder dem Projekt zeigen, wo es jetzt ist.</translation>
    </message>
    <message>
        <source>Put it back.</source>
        <translation>Es zurücklegen.</translation>
    </message>
    <message>
        <source>Put the joint back; again: no joint</source>
        <translation>Gelenk zurücklegen; nochmals: kein Gelenk</translation>
    </message>
    <message>
        <source>Put the motion&apos;s own skeleton beside it, called alike.</source>
        <translation>Das Skelett der Bewegung unter gleichem Namen danebenlegen.</translation>
    </message>
    <message>
        <source>Put the two graphs of {wheel} there, or give the wheel itself.</source>
        <translation>Die beiden Graphen von {wheel} dort ablegen, oder das Wheel selbst angeben.</translation>
    </message>
    <message>
        <source>Put them into {folder}/imageSequence/{camera}.</source>
        <translation>Sie in {folder}/imageSequence/{camera} ablegen.</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>Quality curve</source>
        <translation>Gütekurve</translation>
    </message>
    <message>
        <source>Quality of playback</source>
        <translation>Qualität der Wiedergabe</translation>
    </message>
    <message>
        <source>Quality of the 2D</source>
        <translation>Güte des 2D</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>R {joint}</source>
        <translation>R {joint}</translation>
    </message>
    <message>
        <source>RGB pictures of any size; one or several people, followed from frame to frame</source>
        <translation>RGB-Bilder jeder Größe; eine oder mehrere Personen, von Bild zu Bild verfolgt</translation>
    </message>
    <message>
        <source>Raise `batch`, or start fewer processes.</source>
        <translation>`batch` vergrößern, oder weniger Prozesse starten.</translation>
    </message>
    <message>
        <source>Raise net_config.maxlen or lower frames.</source>
        <translation>net_config.maxlen vergrößern oder frames verkleinern.</translation>
    </message>
    <message>
        <source>Ranges of the virtual cameras where not the usual ones: elevation, distance, roll, off_axis, panning.</source>
        <translation>Bereiche der virtuellen Kameras, wo nicht die üblichen: elevation, distance, roll, off_axis, panning.</translation>
    </message>
    <message>
        <source>Read AMASS itself.</source>
        <translation>AMASS selbst lesen.</translation>
    </message>
    <message>
        <source>Reading the poses that were found …</source>
        <translation>Die gefundenen Posen werden gelesen …</translation>
    </message>
    <message>
        <source>Reading the videos …</source>
        <translation>Videos werden gelesen …</translation>
    </message>
    <message>
        <source>Reading {file} …</source>
        <translation>{file} wird gelesen …</translation>
    </message>
    <message>
        <source>Real-time speed</source>
        <translation>Echtzeit</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Zuletzt geöffnete Projekte</translation>
    </message>
    <message>
        <source>Record or copy it again.</source>
        <translation>Erneut aufnehmen oder kopieren.</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Recording and models</source>
        <translation>Aufnahme und Modelle</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo  (Ctrl+Shift+Z)</source>
        <translation>Wiederholen  (Strg+Umschalt+Z)</translation>
    </message>
    <message>
        <source>Redo: {}</source>
        <translation>Wiederholen: {}</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Reference time</source>
        <translation>Referenzzeit</translation>
    </message>
    <message>
        <source>Reference view</source>
        <translation>Referenzansicht</translation>
    </message>
    <message>
        <source>Relative lengths have no true size: one camera alone cannot tell it. They can be compared within this recording.</source>
        <translation>Relative Längen haben keine wahre Größe: Eine Kamera allein kennt sie nicht. Innerhalb dieser Aufnahme sind sie vergleichbar.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove a label there first.</source>
        <translation>Dort zuerst ein gesetztes Gelenk entfernen.</translation>
    </message>
    <message>
        <source>Remove label</source>
        <translation>Gesetztes entfernen</translation>
    </message>
    <message>
        <source>Remove labels</source>
        <translation>Gesetzte entfernen</translation>
    </message>
    <message>
        <source>Remove mark {label} in {view}</source>
        <translation>Marke {label} in {view} entfernen</translation>
    </message>
    <message>
        <source>Remove the labels of this frame</source>
        <translation>Gesetzte Gelenke dieses Bildes entfernen</translation>
    </message>
    <message>
        <source>Remove the marks</source>
        <translation>Marken entfernen</translation>
    </message>
    <message>
        <source>Remove the view at hand</source>
        <translation>Aktive Ansicht entfernen</translation>
    </message>
    <message>
        <source>Remove {id} and import it again.</source>
        <translation>{id} entfernen und erneut importieren.</translation>
    </message>
    <message>
        <source>Removes what was said of this joint in this frame</source>
        <translation>Entfernt, was über dieses Gelenk in diesem Bild gesagt wurde</translation>
    </message>
    <message>
        <source>Rename one of them.</source>
        <translation>Eine davon umbenennen.</translation>
    </message>
    <message>
        <source>Render the recording again.</source>
        <translation>Die Aufnahme erneut erzeugen.</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparieren</translation>
    </message>
    <message>
        <source>Repeat the part between the key moments on either side; I and O set its ends</source>
        <translation>Den Teil zwischen den Schlüsselmomenten davor und danach wiederholen; I und O setzen seine Enden</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Reports (*.pdf)</source>
        <translation>Berichte (*.pdf)</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset the 3D camera</source>
        <translation>3D-Kamera zurücksetzen</translation>
    </message>
    <message>
        <source>Reset the 3D view</source>
        <translation>Die 3D-Ansicht zurücksetzen</translation>
    </message>
    <message>
        <source>Reset the camera  (double click)</source>
        <translation>Kamera zurücksetzen  (Doppelklick)</translation>
    </message>
    <message>
        <source>Reset the clocks</source>
        <translation>Uhren zurücksetzen</translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Rest weight</source>
        <translation>Gewicht der Ruhe</translation>
    </message>
    <message>
        <source>Results suffer unless this is seen to</source>
        <translation>Die Ergebnisse leiden, wenn hier nichts geschieht</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Right arm</source>
        <translation>Rechter Arm</translation>
    </message>
    <message>
        <source>Right arm highest</source>
        <translation>Rechter Arm am höchsten</translation>
    </message>
    <message>
        <source>Right arm lowest</source>
        <translation>Rechter Arm am tiefsten</translation>
    </message>
    <message>
        <source>Right arm straightest</source>
        <translation>Streckung rechter Arm</translation>
    </message>
    <message>
        <source>Right click: add a pose</source>
        <translation>Rechtsklick: Pose hinzufügen</translation>
    </message>
    <message>
        <source>Right elbow bent most</source>
        <translation>Beugung rechter Ellbogen</translation>
    </message>
    <message>
        <source>Right foot lands</source>
        <translation>Rechter Fuß setzt auf</translation>
    </message>
    <message>
        <source>Right foot leaves the ground</source>
        <translation>Rechter Fuß hebt ab</translation>
    </message>
    <message>
        <source>Right hip bent most</source>
        <translation>Beugung rechte Hüfte</translation>
    </message>
    <message>
        <source>Right hip straightest</source>
        <translation>Streckung rechte Hüfte</translation>
    </message>
    <message>
        <source>Right leg</source>
        <translation>Rechtes Bein</translation>
    </message>
    <message>
        <source>Right leg straightest</source>
        <translation>Streckung rechtes Bein</translation>
    </message>
    <message>
        <source>Run it again.</source>
        <translation>Ihn erneut ausführen.</translation>
    </message>
    <message>
        <source>S in</source>
        <translation>Schrittweiten</translation>
    </message>
    <message>
        <source>SLEAP</source>
        <translation>SLEAP</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save CSV…</source>
        <translation>CSV speichern…</translation>
    </message>
    <message>
        <source>Save a film of the comparison</source>
        <translation>Einen Film des Vergleichs speichern</translation>
    </message>
    <message>
        <source>Save a picture of the comparison</source>
        <translation>Ein Bild des Vergleichs speichern</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Save every</source>
        <translation>Speichern alle</translation>
    </message>
    <message>
        <source>Save film…</source>
        <translation>Film speichern…</translation>
    </message>
    <message>
        <source>Save it again in SLEAP.</source>
        <translation>Sie in SLEAP erneut speichern.</translation>
    </message>
    <message>
        <source>Save it again.</source>
        <translation>Nochmals speichern.</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern…</translation>
    </message>
    <message>
        <source>Save the curves</source>
        <translation>Kurven speichern</translation>
    </message>
    <message>
        <source>Save the film again.</source>
        <translation>Den Film nochmals speichern.</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Save the table again in DeepLabCut.</source>
        <translation>Die Tabelle in DeepLabCut erneut speichern.</translation>
    </message>
    <message>
        <source>Save {file}</source>
        <translation>{file} speichern</translation>
    </message>
    <message>
        <source>Save {name}: it could not be saved.</source>
        <translation>{name} konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>Saved {file}.</source>
        <translation>{file} ist gespeichert.</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Saving it …</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Saving {file} …</source>
        <translation>{file} wird gespeichert …</translation>
    </message>
    <message>
        <source>Saving {name} …</source>
        <translation>{name} wird gespeichert …</translation>
    </message>
    <message>
        <source>Saving {name} … {time} left.</source>
        <translation>{name} wird gespeichert … noch {time}.</translation>
    </message>
    <message>
        <source>Savitzky–Golay</source>
        <translation>Savitzky–Golay</translation>
    </message>
    <message>
        <source>Say at which time of the recording it begins (--offset).</source>
        <translation>Sagen, zu welcher Zeit der Aufnahme sie beginnt (--offset).</translation>
    </message>
    <message>
        <source>Say what a unit of the file is in metres.</source>
        <translation>Sagen, wie viele Meter eine Einheit der Datei hat.</translation>
    </message>
    <message>
        <source>Say which (--view): {views}.</source>
        <translation>Sagen, in welcher (--view): {views}.</translation>
    </message>
    <message>
        <source>Scaled lengths are those of a body of the athlete&apos;s height.</source>
        <translation>Skalierte Längen sind die eines Körpers von der Größe der Person.</translation>
    </message>
    <message>
        <source>Scaled weight</source>
        <translation>Gewicht, skaliert</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Score colours</source>
        <translation>Farben nach Sicherheit</translation>
    </message>
    <message>
        <source>Scores and bones. Uneven frame times become even ones</source>
        <translation>Sicherheitswerte und Knochen. Ungleichmäßige Zeiten der Bilder werden gleichmäßig</translation>
    </message>
    <message>
        <source>Scores, and how bone lengths varied. Gaps are filled in. Feet stay where they were, other joints move by what a bone&apos;s length was off</source>
        <translation>Sicherheitswerte, und wie Knochenlängen schwankten. Lücken sind gefüllt. Füße bleiben, wo sie waren, andere Gelenke rücken um das, was an einer Knochenlänge falsch war</translation>
    </message>
    <message>
        <source>Scores, bones, and whether lengths are relative or scaled</source>
        <translation>Sicherheitswerte, Knochen, und ob Längen relativ oder skaliert sind</translation>
    </message>
    <message>
        <source>Scores. Between missing frames Blender draws straight lines</source>
        <translation>Sicherheitswerte. Wo Bilder fehlen, zieht Blender gerade Linien</translation>
    </message>
    <message>
        <source>Scrubbing is immediate now.</source>
        <translation>Jeder Sprung im Video geht jetzt sofort.</translation>
    </message>
    <message>
        <source>Second detector</source>
        <translation>Zweiter Detektor</translation>
    </message>
    <message>
        <source>See the demo</source>
        <translation>Beispiel ansehen</translation>
    </message>
    <message>
        <source>See where the views agree</source>
        <translation>Sehen, wo die Ansichten übereinstimmen</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Seems to be {factor} ×</source>
        <translation>Anscheinend {factor} ×</translation>
    </message>
    <message>
        <source>Seen around this moment only</source>
        <translation>Nur um diesen Moment zu sehen</translation>
    </message>
    <message>
        <source>Seen from beginning to end</source>
        <translation>Von Anfang bis Ende zu sehen</translation>
    </message>
    <message>
        <source>Seen from where it is turned to now</source>
        <translation>Gesehen, wie sie jetzt gedreht ist</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>Sep.</translation>
    </message>
    <message>
        <source>Sequence weight</source>
        <translation>Gewicht der Folge</translation>
    </message>
    <message>
        <source>Set its ends with I and O.</source>
        <translation>Seine Enden mit I und O setzen.</translation>
    </message>
    <message>
        <source>Set one up</source>
        <translation>Eines einrichten</translation>
    </message>
    <message>
        <source>Set the loop</source>
        <translation>Schleife setzen</translation>
    </message>
    <message>
        <source>Set {factor} ×</source>
        <translation>{factor} × setzen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settings are: {names}.</source>
        <translation>Einstellungen sind: {names}.</translation>
    </message>
    <message>
        <source>Settings of the network other than the detector&apos;s; crop: its size.</source>
        <translation>Einstellungen des Netzes, die von denen des Detektors abweichen; crop: seine Größe.</translation>
    </message>
    <message>
        <source>Several lifters: each step may leave one out.</source>
        <translation>Mehrere Lifter: Jeder Schritt kann einen auslassen.</translation>
    </message>
    <message>
        <source>Several lifters: each two are to agree.</source>
        <translation>Mehrere Lifter: Je zwei sollen übereinstimmen.</translation>
    </message>
    <message>
        <source>Several lifters: their mean is to be the truth.</source>
        <translation>Mehrere Lifter: Ihr Mittel soll die Wahrheit sein.</translation>
    </message>
    <message>
        <source>Several lifters: whose error falls least counts most.</source>
        <translation>Mehrere Lifter: Wessen Fehler am wenigsten fällt, zählt am meisten.</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Share of batches with shorter windows, and more of them.</source>
        <translation>Anteil der Stapel mit kürzeren Fenstern, und mehr davon.</translation>
    </message>
    <message>
        <source>Share of bodies with a limb of another window&apos;s,</source>
        <translation>Anteil der Körper mit einem Glied aus einem anderen Fenster,</translation>
    </message>
    <message>
        <source>Share of bodies with a limb of another window&apos;s.</source>
        <translation>Anteil der Körper mit einem Glied aus einem anderen Fenster.</translation>
    </message>
    <message>
        <source>Share of the frames that nothing is learned from, to see whether it helped.</source>
        <translation>Anteil der Bilder, aus denen nichts gelernt wird, um zu sehen, ob es geholfen hat.</translation>
    </message>
    <message>
        <source>Share of windows in which the stride changes on the way, as an adaptive one does.</source>
        <translation>Anteil der Fenster, in denen die Schrittweite unterwegs wechselt, wie bei einer angepassten.</translation>
    </message>
    <message>
        <source>Share of windows seen in a mirror.</source>
        <translation>Anteil der Fenster, die gespiegelt gesehen werden.</translation>
    </message>
    <message>
        <source>Share of windows without any noise, with the joints of the data set.</source>
        <translation>Anteil der Fenster ganz ohne Rauschen, mit den Gelenken des Datensatzes.</translation>
    </message>
    <message>
        <source>Share of windows without any noise: the paper&apos;s pre-training has no other.</source>
        <translation>Anteil der Fenster ganz ohne Rauschen: Das Vortraining der Arbeit hat keine anderen.</translation>
    </message>
    <message>
        <source>Shift + drag</source>
        <translation>Umschalt + ziehen</translation>
    </message>
    <message>
        <source>Shift + drag a box</source>
        <translation>Umschalt + einen Rahmen ziehen</translation>
    </message>
    <message>
        <source>Shift + drag on the timeline</source>
        <translation>Umschalt + auf der Zeitleiste ziehen</translation>
    </message>
    <message>
        <source>Shift + wheel</source>
        <translation>Umschalt + Rad</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>Kurz</translation>
    </message>
    <message>
        <source>Shoulder, left</source>
        <translation>Schulter, links</translation>
    </message>
    <message>
        <source>Shoulder, right</source>
        <translation>Schulter, rechts</translation>
    </message>
    <message>
        <source>Show Help › Diagnostics</source>
        <translation>Hilfe › Diagnose zeigen</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show it instead</source>
        <translation>Tauschen</translation>
    </message>
    <message>
        <source>Show the first</source>
        <translation>Erste zeigen</translation>
    </message>
    <message>
        <source>Show the project where it is now.</source>
        <translation>Dem Projekt zeigen, wo es jetzt ist.</translation>
    </message>
    <message>
        <source>Show the project&apos;s folder</source>
        <translation>Ordner des Projekts zeigen</translation>
    </message>
    <message>
        <source>Show what {title} found</source>
        <translation>Zeigen, was {title} fand</translation>
    </message>
    <message>
        <source>Show {joint} in frame {frame}</source>
        <translation>{joint} in Bild {frame} sichtbar</translation>
    </message>
    <message>
        <source>Show {n} put aside</source>
        <translation>{n} weggelegte zeigen</translation>
    </message>
    <message>
        <source>Shown upright here, {width} × {height}, and all numbers count in the upright picture; programs that ignore the mark show it lying.</source>
        <translation>Hier aufrecht gezeigt, {width} × {height}, und alle Zahlen gelten im aufrechten Bild; Programme, die den Vermerk nicht beachten, zeigen es liegend.</translation>
    </message>
    <message>
        <source>Shown with {tone}. Films and exports are not affected.</source>
        <translation>Gezeigt mit {tone}. Filme und Exporte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Shows joints and 3D as they would be; nothing is changed</source>
        <translation>Zeigt Gelenke und 3D, wie sie wären; nichts wird geändert</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Sides</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Sigma</source>
        <translation>Sigma</translation>
    </message>
    <message>
        <source>SimpleBaseline is given standardized keypoints, and the file does not hold the statistics.</source>
        <translation>SimpleBaseline bekommt standardisierte Gelenkpunkte, und die Datei enthält die Statistik dazu nicht.</translation>
    </message>
    <message>
        <source>Sized</source>
        <translation>Gleich groß</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>Größen</translation>
    </message>
    <message>
        <source>Slow motion</source>
        <translation>Zeitlupe</translation>
    </message>
    <message>
        <source>Slow to scrub</source>
        <translation>Springt langsam</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Something helps here</source>
        <translation>Hier hilft etwas</translation>
    </message>
    <message>
        <source>Something went wrong inside Parallax.</source>
        <translation>In Parallax ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Sound (slow motion is silent)</source>
        <translation>Ton (Zeitlupe ist stumm)</translation>
    </message>
    <message>
        <source>Sound and movement tell when each camera was started and how fast its clock runs.</source>
        <translation>Ton und Bewegung sagen, wann jede Kamera gestartet wurde und wie schnell ihre Uhr geht.</translation>
    </message>
    <message>
        <source>Sound {seconds} s longer</source>
        <translation>Ton {seconds} s länger</translation>
    </message>
    <message>
        <source>Sound {seconds} s shorter</source>
        <translation>Ton {seconds} s kürzer</translation>
    </message>
    <message>
        <source>Space: go there. Enter: keep it</source>
        <translation>Leertaste: hingehen. Enter: behalten</translation>
    </message>
    <message>
        <source>Space: go there. Enter: name it. Del: delete it</source>
        <translation>Leertaste: hingehen. Enter: benennen. Entf: löschen</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Speed counts: the detector is to look at every 4th, 10th or 20th frame only.</source>
        <translation>Es muss schnell gehen: Der Detektor soll nur jedes 4., 10. oder 20. Bild ansehen.</translation>
    </message>
    <message>
        <source>Speed in percent of real time</source>
        <translation>Geschwindigkeit in Prozent der Echtzeit</translation>
    </message>
    <message>
        <source>Speed in percent of real time: 100 % is as it was filmed</source>
        <translation>Geschwindigkeit in Prozent der Echtzeit: 100 % ist wie gefilmt</translation>
    </message>
    <message>
        <source>Speed of the {joint}</source>
        <translation>Geschwindigkeit, {joint}</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Getrennt</translation>
    </message>
    <message>
        <source>Split the file, for example by video, and import the parts.</source>
        <translation>Die Datei teilen, zum Beispiel nach Videos, und die Teile importieren.</translation>
    </message>
    <message>
        <source>Spotlight</source>
        <translation>Scheinwerfer</translation>
    </message>
    <message>
        <source>Spread of the log of bone lengths, about the file&apos;s own or,</source>
        <translation>Streuung des Logarithmus der Knochenlängen, um die der Datei oder,</translation>
    </message>
    <message>
        <source>Spread of the log of bone lengths.</source>
        <translation>Streuung des Logarithmus der Knochenlängen.</translation>
    </message>
    <message>
        <source>Spread of the poses</source>
        <translation>Streuung der Posen</translation>
    </message>
    <message>
        <source>Standard keys</source>
        <translation>Standardtasten</translation>
    </message>
    <message>
        <source>Standard keys for all</source>
        <translation>Standardtasten für alle</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Beginnen mit</translation>
    </message>
    <message>
        <source>Start it again.</source>
        <translation>Ihn erneut starten.</translation>
    </message>
    <message>
        <source>Start the run again.</source>
        <translation>Den Lauf erneut starten.</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>State and source</source>
        <translation>Zustand und Herkunft</translation>
    </message>
    <message>
        <source>Stature weight</source>
        <translation>Gewicht der Größe</translation>
    </message>
    <message>
        <source>Stayed, since it is locked: {joints}.</source>
        <translation>Blieb, da gesperrt: {joints}.</translation>
    </message>
    <message>
        <source>Stayed, since they are locked: {joints}.</source>
        <translation>Blieben, da gesperrt: {joints}.</translation>
    </message>
    <message>
        <source>Step {done} of {total}</source>
        <translation>Schritt {done} von {total}</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps over which the rate rises at the beginning.</source>
        <translation>Schritte, über die die Rate am Anfang steigt.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop it first, or wait for it.</source>
        <translation>Erst anhalten, oder abwarten.</translation>
    </message>
    <message>
        <source>Stop it first, or wait for its end.</source>
        <translation>Erst anhalten oder auf sein Ende warten.</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>Messung anhalten</translation>
    </message>
    <message>
        <source>Stop the run</source>
        <translation>Lauf anhalten</translation>
    </message>
    <message>
        <source>Stop the run first.</source>
        <translation>Erst den Lauf anhalten.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopped at step {done} of {total}</source>
        <translation>Angehalten bei Schritt {done} von {total}</translation>
    </message>
    <message>
        <source>Stopped. What was measured is kept, and the same comparison goes on from there.</source>
        <translation>Angehalten. Was gemessen wurde, bleibt; derselbe Vergleich macht dort weiter.</translation>
    </message>
    <message>
        <source>Stopped; nothing was saved.</source>
        <translation>Angehalten; nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Stopping {file} …</source>
        <translation>{file} wird angehalten …</translation>
    </message>
    <message>
        <source>Stopping {name} …</source>
        <translation>{name} wird angehalten …</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Stopwatch</source>
        <translation>Stoppuhr</translation>
    </message>
    <message>
        <source>Stored mirrored</source>
        <translation>Gespiegelt gespeichert</translation>
    </message>
    <message>
        <source>Stored turned by {angle}°</source>
        <translation>Um {angle}° gedreht gespeichert</translation>
    </message>
    <message>
        <source>Strides</source>
        <translation>Schrittweiten</translation>
    </message>
    <message>
        <source>Strides of key-frames, drawn anew for each window.</source>
        <translation>Schrittweiten der Schlüsselbilder, für jedes Fenster neu gezogen.</translation>
    </message>
    <message>
        <source>Strip</source>
        <translation>Streifen</translation>
    </message>
    <message>
        <source>Subjects that nothing is learned from, to see whether it helped.</source>
        <translation>Personen, aus denen nichts gelernt wird, um zu sehen, ob es geholfen hat.</translation>
    </message>
    <message>
        <source>Subjects to validate on, which nothing is learned from.</source>
        <translation>Personen zum Prüfen, aus denen nichts gelernt wird.</translation>
    </message>
    <message>
        <source>Subjects whose 3D truth is learned from, where the data have it; * for all.</source>
        <translation>Personen, aus deren wahrem 3D gelernt wird, wo die Daten es haben; * für alle.</translation>
    </message>
    <message>
        <source>Suggested moment {name}</source>
        <translation>Vorgeschlagener Moment {name}</translation>
    </message>
    <message>
        <source>Suggestion {n} of {count}, {view}</source>
        <translation>Vorschlag {n} von {count}, {view}</translation>
    </message>
    <message>
        <source>Suggestion, {view}</source>
        <translation>Vorschlag, {view}</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>Mit Wahrheit</translation>
    </message>
    <message>
        <source>Suspicious</source>
        <translation>Auffällig</translation>
    </message>
    <message>
        <source>Suspicious labels</source>
        <translation>Auffällige gesetzte Gelenke</translation>
    </message>
    <message>
        <source>Swap in the whole loop</source>
        <translation>In der ganzen Schleife tauschen</translation>
    </message>
    <message>
        <source>Swap left and right</source>
        <translation>Links und rechts tauschen</translation>
    </message>
    <message>
        <source>Swap left and right of {what} in {frames}</source>
        <translation>Links und rechts tauschen: {what}, {frames}</translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation>Seiten tauschen</translation>
    </message>
    <message>
        <source>Swaps left and right in every frame of the loop range instead of this frame only</source>
        <translation>Tauscht links und rechts in jedem Bild des Schleifenbereichs statt nur in diesem</translation>
    </message>
    <message>
        <source>Symmetric</source>
        <translation>Symmetrisch</translation>
    </message>
    <message>
        <source>Sync by movement</source>
        <translation>Sync nach Bewegung</translation>
    </message>
    <message>
        <source>Synchronization</source>
        <translation>Synchronisierung</translation>
    </message>
    <message>
        <source>Synchronize</source>
        <translation>Synchronisieren</translation>
    </message>
    <message>
        <source>Synchronize 1 view</source>
        <translation>1 Ansicht synchronisieren</translation>
    </message>
    <message>
        <source>Synchronize again.</source>
        <translation>Erneut synchronisieren.</translation>
    </message>
    <message>
        <source>Synchronize by marks</source>
        <translation>Nach Marken synchronisieren</translation>
    </message>
    <message>
        <source>Synchronize the views</source>
        <translation>Ansichten synchronisieren</translation>
    </message>
    <message>
        <source>Synchronize {n} views</source>
        <translation>{n} Ansichten synchronisieren</translation>
    </message>
    <message>
        <source>Synchronized by {evidence}, but only {percent} % sure, to {ms} ms.</source>
        <translation>Synchronisiert nach {evidence}, aber nur zu {percent} % sicher, auf {ms} ms.</translation>
    </message>
    <message>
        <source>Synchronized by {evidence}, {percent} % sure, to {ms} ms.</source>
        <translation>Synchronisiert nach {evidence}, zu {percent} % sicher, auf {ms} ms.</translation>
    </message>
    <message>
        <source>Synchronized views of one movement must agree in 3D. The lifter learns from where they do not: no calibration, no 3D truth.</source>
        <translation>Synchronisierte Ansichten einer Bewegung müssen in 3D übereinstimmen. Der Lifter lernt daraus, wo sie es nicht tun: ohne Kalibrierung, ohne wahres 3D.</translation>
    </message>
    <message>
        <source>Synchronizing</source>
        <translation>Synchronisieren</translation>
    </message>
    <message>
        <source>Synchronizing failed.</source>
        <translation>Das Synchronisieren ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Synchronizing takes two videos or more.</source>
        <translation>Zum Synchronisieren braucht es zwei Videos oder mehr.</translation>
    </message>
    <message>
        <source>TRC</source>
        <translation>TRC</translation>
    </message>
    <message>
        <source>Tab goes to the next part of the window and, while joints are corrected, to the next joint.</source>
        <translation>Tab geht zum nächsten Teil des Fensters und, während Gelenke korrigiert werden, zum nächsten Gelenk.</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Take fewer frames, fewer views or a smaller network.</source>
        <translation>Weniger Bilder, weniger Ansichten oder ein kleineres Netz nehmen.</translation>
    </message>
    <message>
        <source>Take home</source>
        <translation>Mitnehmen</translation>
    </message>
    <message>
        <source>Take home…</source>
        <translation>Mitnehmen…</translation>
    </message>
    <message>
        <source>Take it from a backup, or detect or lift again.</source>
        <translation>Sie aus einer Sicherung holen, oder Posen oder 3D neu bestimmen.</translation>
    </message>
    <message>
        <source>Take multiples of net_config.s_out.</source>
        <translation>Vielfache von net_config.s_out nehmen.</translation>
    </message>
    <message>
        <source>Take out {joint} in frame {frame}</source>
        <translation>{joint} in Bild {frame} herausnehmen</translation>
    </message>
    <message>
        <source>Take parallax or screen.</source>
        <translation>parallax oder screen nehmen.</translation>
    </message>
    <message>
        <source>Take the strip, or moments at which the athlete has moved on.</source>
        <translation>Den Streifen nehmen, oder Momente, zwischen denen die Person weitergekommen ist.</translation>
    </message>
    <message>
        <source>Take those of the file</source>
        <translation>Die der Datei nehmen</translation>
    </message>
    <message>
        <source>Take {nets} as net.</source>
        <translation>{nets} als net nehmen.</translation>
    </message>
    <message>
        <source>Takes joints of another frame over</source>
        <translation>Übernimmt Gelenke eines anderen Bildes</translation>
    </message>
    <message>
        <source>Takes {time} to make.</source>
        <translation>Fertig in {time}.</translation>
    </message>
    <message>
        <source>Taught with 3D truth</source>
        <translation>Mit wahrem 3D lehren</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text, then Enter</source>
        <translation>Text, dann Eingabetaste</translation>
    </message>
    <message>
        <source>That is little to learn from: some thousands are better.</source>
        <translation>Das ist wenig, um daraus zu lernen: Einige Tausend sind besser.</translation>
    </message>
    <message>
        <source>That is no height.</source>
        <translation>Das ist keine Körpergröße.</translation>
    </message>
    <message>
        <source>That was the last suggestion. This is the first of another look, {n} of {count}, {view}.</source>
        <translation>Das war der letzte Vorschlag. Dies ist der erste einer neuen Suche, {n} von {count}, {view}.</translation>
    </message>
    <message>
        <source>The 3D figure beside</source>
        <translation>3D-Figur daneben</translation>
    </message>
    <message>
        <source>The 3D of the views agrees best there, to {mm} mm</source>
        <translation>Das 3D der Ansichten stimmt dort am besten überein, auf {mm} mm</translation>
    </message>
    <message>
        <source>The 3D of {view} does not follow corrections until it is lifted again.</source>
        <translation>Das 3D von {view} folgt Korrekturen erst, wenn es neu bestimmt ist.</translation>
    </message>
    <message>
        <source>The 3D poses are too few to compare.</source>
        <translation>Zu wenige 3D-Posen für einen Vergleich.</translation>
    </message>
    <message>
        <source>The 3D view needs OpenGL 2.1, which this computer does not offer here.
Install or update the graphics driver (on Debian: libgl1-mesa-dri, libegl1) and start again.
Videos, 2D poses and exports work without it.</source>
        <translation>Die 3D-Ansicht braucht OpenGL 2.1, das dieser Rechner hier nicht bietet.
Den Grafiktreiber installieren oder erneuern (unter Debian: libgl1-mesa-dri, libegl1) und neu starten.
Videos, 2D-Posen und Exporte gehen auch ohne.</translation>
    </message>
    <message>
        <source>The 3D view stopped: {error}</source>
        <translation>Die 3D-Ansicht ist stehen geblieben: {error}</translation>
    </message>
    <message>
        <source>The athlete</source>
        <translation>Die ausgewählte Person</translation>
    </message>
    <message>
        <source>The athlete is {height} m tall</source>
        <translation>Körpergröße {height} m</translation>
    </message>
    <message>
        <source>The athlete&apos;s height in metres</source>
        <translation>Körpergröße in Metern</translation>
    </message>
    <message>
        <source>The athlete&apos;s height: 1.75, 175 cm. With it, millimetres are scaled to the athlete; without, they are relative to the lifter&apos;s idea of a body</source>
        <translation>Die Körpergröße: 1.75, 175 cm. Mit ihr sind Millimeter auf die Person skaliert; ohne sie gelten sie für den Körper, den der Lifter annimmt</translation>
    </message>
    <message>
        <source>The athlete: lifted to 3D</source>
        <translation>Die ausgewählte Person: in 3D bestimmt</translation>
    </message>
    <message>
        <source>The calibration of recordings, which their 3D comes from.</source>
        <translation>Die Kalibrierung der Aufnahmen, aus der ihr 3D kommt.</translation>
    </message>
    <message>
        <source>The camera skipped frames at 1 place (longest gap {ms} ms); the others keep their true times, but movement in the gaps is not seen.</source>
        <translation>Die Kamera hat an 1 Stelle Bilder ausgelassen (längste Lücke {ms} ms); die anderen behalten ihre wahren Zeiten, aber Bewegung in der Lücke ist nicht zu sehen.</translation>
    </message>
    <message>
        <source>The camera skipped frames at {n} places (longest gap {ms} ms); the others keep their true times, but movement in the gaps is not seen.</source>
        <translation>Die Kamera hat an {n} Stellen Bilder ausgelassen (längste Lücke {ms} ms); die anderen behalten ihre wahren Zeiten, aber Bewegung in den Lücken ist nicht zu sehen.</translation>
    </message>
    <message>
        <source>The clock of {name} is locked.</source>
        <translation>Die Uhr von {name} ist gesperrt.</translation>
    </message>
    <message>
        <source>The clocks were set by hand ({views}).</source>
        <translation>Die Uhren wurden von Hand gestellt ({views}).</translation>
    </message>
    <message>
        <source>The demo</source>
        <translation>Das Beispiel</translation>
    </message>
    <message>
        <source>The detector that is chosen stays as it is; what learns is a copy.</source>
        <translation>Der gewählte Detektor bleibt, wie er ist; es lernt eine Kopie.</translation>
    </message>
    <message>
        <source>The detector that is to learn: HRNet, RTMPose or DWPose.</source>
        <translation>Der Detektor, der lernen soll: HRNet, RTMPose oder DWPose.</translation>
    </message>
    <message>
        <source>The detector&apos;s faults: a path, or a name in resources/detector_noise.</source>
        <translation>Die Fehler des Detektors: ein Pfad oder ein Name in resources/detector_noise.</translation>
    </message>
    <message>
        <source>The detectors</source>
        <translation>Die Detektoren</translation>
    </message>
    <message>
        <source>The evidence is in conflict. Look at both answers and choose.</source>
        <translation>Die Belege widersprechen sich. Beide Antworten ansehen und wählen.</translation>
    </message>
    <message>
        <source>The figure, which can be turned by hand</source>
        <translation>Die Figur, die sich von Hand drehen lässt</translation>
    </message>
    <message>
        <source>The file holds one body: of a view, or the mean of all</source>
        <translation>Die Datei enthält einen Körper: den einer Ansicht oder das Mittel aller</translation>
    </message>
    <message>
        <source>The file holds one video</source>
        <translation>Die Datei enthält ein Video</translation>
    </message>
    <message>
        <source>The file is an NPZ of clips as H36M-17 (see training/datasets/mocap.py).</source>
        <translation>Die Datei ist eine NPZ von Clips als H36M-17 (siehe training/datasets/mocap.py).</translation>
    </message>
    <message>
        <source>The file is of the picture lying on its side: calibrate it upright.</source>
        <translation>Die Datei gilt für das liegende Bild: aufrecht kalibrieren.</translation>
    </message>
    <message>
        <source>The file {fault}</source>
        <translation>Die Datei {fault}</translation>
    </message>
    <message>
        <source>The film</source>
        <translation>Der Film</translation>
    </message>
    <message>
        <source>The film&apos;s range</source>
        <translation>Der Bereich des Films</translation>
    </message>
    <message>
        <source>The first curves come with the first steps.</source>
        <translation>Die ersten Kurven kommen mit den ersten Schritten.</translation>
    </message>
    <message>
        <source>The first recording&apos;s sound is silent.</source>
        <translation>Der Ton der ersten Aufnahme ist still.</translation>
    </message>
    <message>
        <source>The folder that has the videos now</source>
        <translation>Der Ordner, in dem die Videos jetzt sind</translation>
    </message>
    <message>
        <source>The folder that has them now; they are known by their contents</source>
        <translation>Der Ordner, in dem sie jetzt sind; sie werden an ihrem Inhalt erkannt</translation>
    </message>
    <message>
        <source>The frame before in this list</source>
        <translation>Das vorige Bild dieser Liste</translation>
    </message>
    <message>
        <source>The frame in which the two are furthest apart; again: the next of the list  (Shift+W)</source>
        <translation>Das Bild, in dem die beiden am weitesten auseinander liegen; nochmals: das nächste der Liste  (Umschalt+W)</translation>
    </message>
    <message>
        <source>The frames between are filled in, in 3D by a lifter that was made for it.</source>
        <translation>Die Bilder dazwischen werden ergänzt, in 3D von einem Lifter, der dafür gemacht ist.</translation>
    </message>
    <message>
        <source>The frames could not be looked at.</source>
        <translation>Die Bilder konnten nicht angesehen werden.</translation>
    </message>
    <message>
        <source>The frames&apos; times are not even; the file has them at an even rate.</source>
        <translation>Die Zeiten der Bilder sind ungleichmäßig; die Datei hat sie in gleichen Abständen.</translation>
    </message>
    <message>
        <source>The installed detectors; what two of them found, beside one another</source>
        <translation>Die installierten Detektoren; was zwei von ihnen gefunden haben, nebeneinander</translation>
    </message>
    <message>
        <source>The installed lifters on this clip, measured</source>
        <translation>Die installierten Lifter an dieser Aufnahme, gemessen</translation>
    </message>
    <message>
        <source>The joint goes where the other views&apos; 3D puts it</source>
        <translation>Das Gelenk geht dorthin, wo das 3D der anderen Ansichten es hat</translation>
    </message>
    <message>
        <source>The joints in every video, in pixels: the athlete&apos;s as CSV or NPZ, everyone&apos;s for other programs</source>
        <translation>Die Gelenke in jedem Video, in Pixeln: die der ausgewählten Person als CSV oder NPZ, die aller für andere Programme</translation>
    </message>
    <message>
        <source>The joints that are missing in this frame, as in the nearest frame that has a pose, with the middle at the pointer. What is there already stays</source>
        <translation>Die Gelenke, die in diesem Bild fehlen, wie im nächsten Bild mit einer Pose, mit der Mitte am Mauszeiger. Was schon da ist, bleibt</translation>
    </message>
    <message>
        <source>The key moments in one picture</source>
        <translation>Die Schlüsselmomente in einem Bild</translation>
    </message>
    <message>
        <source>The labelled joint is no exception.</source>
        <translation>Das gesetzte Gelenk fällt nicht auf.</translation>
    </message>
    <message>
        <source>The language changes when Parallax is started the next time.</source>
        <translation>Die Sprache ändert sich beim nächsten Start von Parallax.</translation>
    </message>
    <message>
        <source>The last lines that its process printed</source>
        <translation>Die letzten Zeilen, die sein Prozess ausgegeben hat</translation>
    </message>
    <message>
        <source>The last part of the steps, over which the rate falls to 0.</source>
        <translation>Der letzte Teil der Schritte, über den die Rate auf 0 fällt.</translation>
    </message>
    <message>
        <source>The lifter that is chosen stays as it is; what learns is a copy.</source>
        <translation>Der gewählte Lifter bleibt, wie er ist; es lernt eine Kopie.</translation>
    </message>
    <message>
        <source>The lifter that is to learn.</source>
        <translation>Der Lifter, der lernen soll.</translation>
    </message>
    <message>
        <source>The lifters</source>
        <translation>Die Lifter</translation>
    </message>
    <message>
        <source>The lifters compared</source>
        <translation>Die Lifter im Vergleich</translation>
    </message>
    <message>
        <source>The lifters that fill in frames were not made for the frame rates of these views.</source>
        <translation>Die Lifter, die Bilder ergänzen, wurden nicht für die Bildraten dieser Ansichten gemacht.</translation>
    </message>
    <message>
        <source>The lines of the body</source>
        <translation>Körperlinien</translation>
    </message>
    <message>
        <source>The lines of the body over the pictures</source>
        <translation>Die Körperlinien über den Bildern</translation>
    </message>
    <message>
        <source>The longest ends at frame {n}.</source>
        <translation>Das längste endet bei Bild {n}.</translation>
    </message>
    <message>
        <source>The longest ends at {n} s.</source>
        <translation>Das längste endet bei {n} s.</translation>
    </message>
    <message>
        <source>The longest that a gradient may be.</source>
        <translation>Wie lang ein Gradient höchstens sein darf.</translation>
    </message>
    <message>
        <source>The longest that a gradient may be; 0: any.</source>
        <translation>Wie lang ein Gradient höchstens sein darf; 0: beliebig.</translation>
    </message>
    <message>
        <source>The loop</source>
        <translation>Die Schleife</translation>
    </message>
    <message>
        <source>The loop range, or all of it, as MP4: the videos and the aligned 3D, with the sound of the view at hand</source>
        <translation>Der Schleifenbereich, oder alles, als MP4: die Videos und das ausgerichtete 3D, mit dem Ton der aktiven Ansicht</translation>
    </message>
    <message>
        <source>The mean distance of the joints that both have, as a share of the athlete&apos;s torso in the picture (from a shoulder to the opposite hip). A distance is no error: it does not tell which of the two is right.</source>
        <translation>Der mittlere Abstand der Gelenke, die beide haben, im Verhältnis zum Rumpf der Person im Bild (von einer Schulter zur gegenüberliegenden Hüfte). Ein Abstand ist kein Fehler: Er sagt nicht, wer von beiden recht hat.</translation>
    </message>
    <message>
        <source>The mean of the views and their standard deviation around it</source>
        <translation>Das Mittel der Ansichten und ihre Standardabweichung davon</translation>
    </message>
    <message>
        <source>The mean of the views, in grey</source>
        <translation>Das Mittel der Ansichten, in Grau</translation>
    </message>
    <message>
        <source>The mirror permutation</source>
        <translation>Die Spiegelung der Gelenke</translation>
    </message>
    <message>
        <source>The motion</source>
        <translation>Die Bewegung</translation>
    </message>
    <message>
        <source>The movement fits at one offset only ({seen}).</source>
        <translation>Die Bewegung passt nur bei einem Versatz ({seen}).</translation>
    </message>
    <message>
        <source>The movement fits best at this offset ({seen}); look at it before relying on it.</source>
        <translation>Die Bewegung passt bei diesem Versatz am besten ({seen}); ansehen, bevor man sich darauf verlässt.</translation>
    </message>
    <message>
        <source>The movement fits nearly as well {s} s away, as repeated movement does.</source>
        <translation>Die Bewegung passt {s} s weiter fast so gut, wie es wiederholte Bewegung tut.</translation>
    </message>
    <message>
        <source>The movement repeats itself so evenly, seen from another side each time, that several offsets fit equally well ({s} s that both views show).</source>
        <translation>Die Bewegung wiederholt sich so gleichmäßig, jedes Mal von anderer Seite gesehen, dass mehrere Versätze gleich gut passen ({s} s, die beide Ansichten zeigen).</translation>
    </message>
    <message>
        <source>The network: a module in core/nets.</source>
        <translation>Das Netz: ein Modul in core/nets.</translation>
    </message>
    <message>
        <source>The network; each has other settings, which follow.</source>
        <translation>Das Netz; jedes hat andere Einstellungen, sie folgen.</translation>
    </message>
    <message>
        <source>The next correction starts it again.</source>
        <translation>Die nächste Korrektur startet ihn neu.</translation>
    </message>
    <message>
        <source>The next frame of this list</source>
        <translation>Das nächste Bild dieser Liste</translation>
    </message>
    <message>
        <source>The next frame that is worth correcting, the most worthwhile first</source>
        <translation>Das nächste Bild, dessen Korrektur lohnt, das lohnendste zuerst</translation>
    </message>
    <message>
        <source>The next lifting is done with the chosen lifter</source>
        <translation>3D entsteht beim nächsten Mal mit dem gewählten Lifter</translation>
    </message>
    <message>
        <source>The one whose frames are stepped and counted</source>
        <translation>Die, deren Bilder gezählt und durchlaufen werden</translation>
    </message>
    <message>
        <source>The other beside it</source>
        <translation>Die andere daneben</translation>
    </message>
    <message>
        <source>The other over it</source>
        <translation>Die andere darüber</translation>
    </message>
    <message>
        <source>The other videos: one file each. Bones, times</source>
        <translation>Die anderen Videos: je eine eigene Datei. Knochen, Zeiten</translation>
    </message>
    <message>
        <source>The performance that is compared with, its time as in the view</source>
        <translation>Die Ausführung, mit der verglichen wird, zeitlich wie in der Ansicht</translation>
    </message>
    <message>
        <source>The picture as it is; a double click on one slider resets that one</source>
        <translation>Das Bild, wie es ist; ein Doppelklick auf einen Regler setzt nur diesen zurück</translation>
    </message>
    <message>
        <source>The poses shrink: they are {percent}% of what they were. Views agree best on nothing. Stop, and begin again with a smaller consistency_weight, or with views that are less alike.</source>
        <translation>Die Posen schrumpfen: Sie haben noch {percent} % ihrer Größe. Am einigsten sind sich Ansichten über nichts. Anhalten und mit kleinerem consistency_weight oder mit weniger ähnlichen Ansichten neu beginnen.</translation>
    </message>
    <message>
        <source>The project is open read-only.</source>
        <translation>Das Projekt ist nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>The quality curve is drawn once the views are synchronized.</source>
        <translation>Die Gütekurve erscheint, wenn die Ansichten synchronisiert sind.</translation>
    </message>
    <message>
        <source>The recording at hand alone</source>
        <translation>Nur die aktive Aufnahme</translation>
    </message>
    <message>
        <source>The recording&apos;s time is the time of this view.</source>
        <translation>Die Zeit der Aufnahme ist die Zeit dieser Ansicht.</translation>
    </message>
    <message>
        <source>The run failed</source>
        <translation>Der Lauf ist gescheitert</translation>
    </message>
    <message>
        <source>The run will say why it cannot be used; nothing else is taken in its place</source>
        <translation>Der Lauf wird sagen, warum es nicht geht; nichts anderes wird stattdessen genommen</translation>
    </message>
    <message>
        <source>The same moment (a clap, a touch of the ball) in every view, one by one: it sets the clocks</source>
        <translation>Derselbe Moment (ein Klatschen, eine Ballberührung) in jeder Ansicht, eine nach der anderen: Das stellt die Uhren</translation>
    </message>
    <message>
        <source>The same seed and settings give the same weights on one machine.</source>
        <translation>Gleicher Startwert und gleiche Einstellungen ergeben auf einem Rechner gleiche Gewichte.</translation>
    </message>
    <message>
        <source>The same, at its best size</source>
        <translation>Dasselbe, in bester Größe</translation>
    </message>
    <message>
        <source>The second recording&apos;s sound is silent.</source>
        <translation>Der Ton der zweiten Aufnahme ist still.</translation>
    </message>
    <message>
        <source>The skeletons of all views, to be turned with the mouse. {panel_compare} shows how far apart they are, and “Train…” ({train}) lets them teach the model. {palette} finds every command, {keys} every key.</source>
        <translation>Die Skelette aller Ansichten, mit der Maus zu drehen. {panel_compare} zeigt, wie weit sie auseinander liegen, und „Trainieren…“ ({train}) lässt das Modell daraus lernen. {palette} findet jeden Befehl, {keys} jede Taste.</translation>
    </message>
    <message>
        <source>The sound could not be read ({why})</source>
        <translation>Der Ton war nicht lesbar ({why})</translation>
    </message>
    <message>
        <source>The sound could not be read: its process ended unexpectedly ({how})</source>
        <translation>Der Ton war nicht lesbar: Der Prozess endete unerwartet ({how})</translation>
    </message>
    <message>
        <source>The sound does not stay on one line ({places} of the shorter recording): one recorder probably dropped sound there; the answer is that of the longest stretch.</source>
        <translation>Der Ton bleibt nicht auf einer Linie ({places} der kürzeren Aufnahme): Ein Gerät hat dort wohl Ton verloren; die Antwort ist die des längsten Abschnitts.</translation>
    </message>
    <message>
        <source>The sound is silent</source>
        <translation>Der Ton ist still</translation>
    </message>
    <message>
        <source>The sounds fit over the {s} s in common.</source>
        <translation>Die Töne passen über die {s} s gemeinsamer Zeit.</translation>
    </message>
    <message>
        <source>The sounds fit to {exact} over {s} s in common; sound itself comes {ms} ms later a metre.</source>
        <translation>Die Töne passen auf {exact} über {s} s gemeinsamer Zeit; Schall selbst kommt je Meter {ms} ms später.</translation>
    </message>
    <message>
        <source>The sounds fit, but only in parts.</source>
        <translation>Die Töne passen, aber nur in Teilen.</translation>
    </message>
    <message>
        <source>The sounds have no onsets that could be compared.</source>
        <translation>Die Töne haben keine Einsätze, die zu vergleichen wären.</translation>
    </message>
    <message>
        <source>The strip</source>
        <translation>Die Bilderreihe</translation>
    </message>
    <message>
        <source>The suggestion that was looked at before</source>
        <translation>Der Vorschlag, der zuvor angesehen wurde</translation>
    </message>
    <message>
        <source>The system takes it for itself.</source>
        <translation>Das System nimmt sie für sich.</translation>
    </message>
    <message>
        <source>The texts are in {}</source>
        <translation>Die Texte liegen in {}</translation>
    </message>
    <message>
        <source>The tour is in the menu Help whenever it is wanted</source>
        <translation>Der Rundgang ist im Menü Hilfe, wann immer er gewünscht ist</translation>
    </message>
    <message>
        <source>The training failed</source>
        <translation>Das Training ist gescheitert</translation>
    </message>
    <message>
        <source>The training failed.</source>
        <translation>Das Training ist gescheitert.</translation>
    </message>
    <message>
        <source>The training is done. {verdict}.</source>
        <translation>Das Training ist fertig. {verdict}.</translation>
    </message>
    <message>
        <source>The training was cut short</source>
        <translation>Das Training wurde abgebrochen</translation>
    </message>
    <message>
        <source>The two detectors</source>
        <translation>Die beiden Detektoren</translation>
    </message>
    <message>
        <source>The two were never seen in the same frame.</source>
        <translation>Die beiden waren nie im selben Bild zu sehen.</translation>
    </message>
    <message>
        <source>The version, and the licences</source>
        <translation>Die Version und die Lizenzen</translation>
    </message>
    <message>
        <source>The video cannot be read</source>
        <translation>Das Video ist nicht lesbar</translation>
    </message>
    <message>
        <source>The video is not where it was.</source>
        <translation>Das Video ist nicht mehr, wo es war.</translation>
    </message>
    <message>
        <source>The videos and the aligned 3D at this moment, as PNG</source>
        <translation>Die Videos und das ausgerichtete 3D in diesem Moment, als PNG</translation>
    </message>
    <message>
        <source>The videos with the poses found, beside the aligned 3D, with the reference view&apos;s sound</source>
        <translation>Die Videos mit den gefundenen Posen neben dem ausgerichteten 3D, mit dem Ton der Referenzansicht</translation>
    </message>
    <message>
        <source>The videos, all at one moment</source>
        <translation>Die Videos, alle im selben Moment</translation>
    </message>
    <message>
        <source>The view at hand stays on the joint that is corrected, from frame to frame; again: the whole picture</source>
        <translation>Die aktive Ansicht bleibt von Bild zu Bild auf dem Gelenk, das korrigiert wird; nochmals: das ganze Bild</translation>
    </message>
    <message>
        <source>The view at hand, on the timeline</source>
        <translation>Die aktive Ansicht, auf der Zeitleiste</translation>
    </message>
    <message>
        <source>The view that the others are laid over, and whose frames are compared</source>
        <translation>Die Ansicht, über die die anderen gelegt und deren Bilder verglichen werden</translation>
    </message>
    <message>
        <source>The views</source>
        <translation>Die Ansichten</translation>
    </message>
    <message>
        <source>The views are too far apart here: by twice what stands after ±.</source>
        <translation>Die Ansichten sind hier zu weit auseinander: um das Doppelte dessen, was hinter ± steht.</translation>
    </message>
    <message>
        <source>The views are too short to compare their 3D.</source>
        <translation>Die Ansichten sind zu kurz, um ihr 3D zu vergleichen.</translation>
    </message>
    <message>
        <source>The views are too short, or nothing moves in them: at least 10 s of movement is needed.</source>
        <translation>Die Ansichten sind zu kurz, oder nichts bewegt sich: Mindestens 10 s Bewegung sind nötig.</translation>
    </message>
    <message>
        <source>The views could not be compared.</source>
        <translation>Die Ansichten konnten nicht verglichen werden.</translation>
    </message>
    <message>
        <source>The views of your own recordings disagree: another sport, another camera angle than the lifter knows. The usual choice.</source>
        <translation>Die Ansichten Ihrer eigenen Aufnahmen widersprechen sich: eine andere Sportart, ein anderer Kamerawinkel, als der Lifter kennt. Die übliche Wahl.</translation>
    </message>
    <message>
        <source>The views were never synchronized: they are taken to begin at the same moment.</source>
        <translation>Die Ansichten wurden nie synchronisiert: Sie gelten als zugleich gestartet.</translation>
    </message>
    <message>
        <source>The views were not compared: that needs 3D of two of them.</source>
        <translation>Die Ansichten wurden nicht verglichen: Das braucht 3D von zweien.</translation>
    </message>
    <message>
        <source>The views&apos; 3D could not be brought together, so their angle is not known.</source>
        <translation>Das 3D der Ansichten ließ sich nicht zusammenbringen; so ist ihr Winkel nicht bekannt.</translation>
    </message>
    <message>
        <source>The views&apos; bodies laid over one another</source>
        <translation>Die Körper der Ansichten übereinander gelegt</translation>
    </message>
    <message>
        <source>The views&apos; bodies laid over one another, with dashed lines between the same joints</source>
        <translation>Die Körper der Ansichten übereinander, mit gestrichelten Linien zwischen gleichen Gelenken</translation>
    </message>
    <message>
        <source>The views&apos; bodies laid over that of the view at hand: tables, TRC, C3D, BVH or a Blender script</source>
        <translation>Die Körper der Ansichten über den der aktiven gelegt: Tabellen, TRC, C3D, BVH oder ein Blender-Skript</translation>
    </message>
    <message>
        <source>The views&apos; skeletons beside each other, or all at one place to compare them</source>
        <translation>Die Skelette der Ansichten nebeneinander, oder zum Vergleichen alle an einem Ort</translation>
    </message>
    <message>
        <source>The weights of {title} are missing.</source>
        <translation>Die Gewichte von {title} fehlen.</translation>
    </message>
    <message>
        <source>The weights that are kept are an average of those on the way, with this decay; 0: the last ones.</source>
        <translation>Behalten wird ein Mittel der Gewichte unterwegs, mit diesem Abfall; 0: die letzten.</translation>
    </message>
    <message>
        <source>The weights that are kept are an average with this decay.</source>
        <translation>Behalten wird ein Mittel der Gewichte mit diesem Abfall.</translation>
    </message>
    <message>
        <source>The window</source>
        <translation>Das Fenster</translation>
    </message>
    <message>
        <source>The window in German, from the next start on</source>
        <translation>Das Fenster auf Deutsch, ab dem nächsten Start</translation>
    </message>
    <message>
        <source>There are no poses yet. Find poses first: the frames that are worth correcting are listed then.</source>
        <translation>Noch keine Posen. Zuerst Posen finden: Dann stehen hier die Bilder, deren Korrektur lohnt.</translation>
    </message>
    <message>
        <source>There are: none.</source>
        <translation>Es gibt keines.</translation>
    </message>
    <message>
        <source>There are: {names}.</source>
        <translation>Es gibt: {names}.</translation>
    </message>
    <message>
        <source>There is no 3D to plot yet. Find poses first.</source>
        <translation>Noch kein 3D zum Zeichnen. Zuerst Posen finden.</translation>
    </message>
    <message>
        <source>There is no 3D yet. Find poses first: each view is lifted on its own, then they are compared.</source>
        <translation>Noch kein 3D. Zuerst Posen finden: Jede Ansicht wird für sich in 3D bestimmt, dann werden sie verglichen.</translation>
    </message>
    <message>
        <source>There is no drawing here</source>
        <translation>Hier ist keine Zeichnung</translation>
    </message>
    <message>
        <source>There is no joint here: touch the one to follow</source>
        <translation>Hier ist kein Gelenk: das antippen, dem gefolgt wird</translation>
    </message>
    <message>
        <source>There is no key moment, and the motion suggests none.</source>
        <translation>Es gibt keinen Schlüsselmoment, und die Bewegung schlägt keinen vor.</translation>
    </message>
    <message>
        <source>There is no motion capture at {path}. Choose a file.</source>
        <translation>Unter {path} gibt es keine Motion Capture. Eine Datei wählen.</translation>
    </message>
    <message>
        <source>They are those of training/augment.py.</source>
        <translation>Es sind die von training/augment.py.</translation>
    </message>
    <message>
        <source>They were in {folder}. What was found in them is all here.</source>
        <translation>Sie waren in {folder}. Was in ihnen gefunden wurde, ist alles hier.</translation>
    </message>
    <message>
        <source>This computer cannot show everything at the recording&apos;s own rate. While it plays, less is drawn, so that no picture comes late; paused, everything is whole again.</source>
        <translation>Dieser Rechner kann nicht alles mit der Bildrate der Aufnahme zeigen. Beim Abspielen wird weniger gezeichnet, damit kein Bild zu spät kommt; angehalten ist alles wieder vollständig.</translation>
    </message>
    <message>
        <source>This machine: {} and {}. Detectors and trainings can compute on it.</source>
        <translation>Dieser Rechner: {} und {}. Detektoren und Trainings können darauf rechnen.</translation>
    </message>
    <message>
        <source>This machine: {}, {}. The processor does all of it.</source>
        <translation>Dieser Rechner: {}, {}. Der Prozessor rechnet alles.</translation>
    </message>
    <message>
        <source>This project</source>
        <translation>Dieses Projekt</translation>
    </message>
    <message>
        <source>This project: {name}</source>
        <translation>Dieses Projekt: {name}</translation>
    </message>
    <message>
        <source>This view starts {n} s after the recording&apos;s zero</source>
        <translation>Diese Ansicht beginnt {n} s nach dem Nullpunkt der Aufnahme</translation>
    </message>
    <message>
        <source>This view starts {n} s before the recording&apos;s zero</source>
        <translation>Diese Ansicht beginnt {n} s vor dem Nullpunkt der Aufnahme</translation>
    </message>
    <message>
        <source>Those of this project: curves, what came of them, keep or discard</source>
        <translation>Die dieses Projekts: Kurven, was daraus wurde, behalten oder verwerfen</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Three cards that point at what is where</source>
        <translation>Drei Karten, die zeigen, was wo ist</translation>
    </message>
    <message>
        <source>Ticked ones are drawn together</source>
        <translation>Angekreuzte werden zusammen gezeichnet</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Times of frames that are not even; 3D</source>
        <translation>Ungleichmäßige Zeiten der Bilder; 3D</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>To be used when poses are found the next time.</source>
        <translation>Wird verwendet, wenn das nächste Mal Posen gefunden werden.</translation>
    </message>
    <message>
        <source>To look at some frames only takes a lifter that fills in the others, and none is installed.</source>
        <translation>Nur einige Bilder anzusehen braucht einen Lifter, der die anderen ergänzt, und keiner ist installiert.</translation>
    </message>
    <message>
        <source>To watch</source>
        <translation>Zum Ansehen</translation>
    </message>
    <message>
        <source>Too little was seen.</source>
        <translation>Zu wenig war zu sehen.</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Touch a drawing to move, change or delete it</source>
        <translation>Zeichnung antippen: verschieben, ändern, löschen</translation>
    </message>
    <message>
        <source>Touch a joint, or three places; drag for the angle with the vertical</source>
        <translation>Gelenk antippen oder drei Stellen; ziehen: Winkel zur Senkrechten</translation>
    </message>
    <message>
        <source>Touch the corner</source>
        <translation>Die Ecke antippen</translation>
    </message>
    <message>
        <source>Touch the joint to follow</source>
        <translation>Das Gelenk antippen, dem gefolgt wird</translation>
    </message>
    <message>
        <source>Touch the other end</source>
        <translation>Das andere Ende antippen</translation>
    </message>
    <message>
        <source>Touch where it stands: it runs from this moment on</source>
        <translation>Antippen, wo sie steht: Sie läuft ab diesem Moment</translation>
    </message>
    <message>
        <source>Touch where the text begins</source>
        <translation>Antippen, wo der Text beginnt</translation>
    </message>
    <message>
        <source>Tour of the window</source>
        <translation>Rundgang durch das Fenster</translation>
    </message>
    <message>
        <source>Track someone who was not found</source>
        <translation>Jemanden verfolgen, der nicht gefunden wurde</translation>
    </message>
    <message>
        <source>Track the person here</source>
        <translation>Die Person hier verfolgen</translation>
    </message>
    <message>
        <source>Track the person in this box through {view}?</source>
        <translation>Die Person in diesem Rahmen durch {view} verfolgen?</translation>
    </message>
    <message>
        <source>Track this person</source>
        <translation>Diese Person verfolgen</translation>
    </message>
    <message>
        <source>Trails</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Train one (`parallax train uplift`) and import it, or import published weights (`parallax weights import`).</source>
        <translation>Einen trainieren (`parallax train uplift`) und importieren, oder veröffentlichte Gewichte importieren (`parallax weights import`).</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training methods</source>
        <translation>Trainingsmethoden</translation>
    </message>
    <message>
        <source>Trainings</source>
        <translation>Trainings</translation>
    </message>
    <message>
        <source>Trainings of this project</source>
        <translation>Trainings dieses Projekts</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>Trainieren…</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Trunk</source>
        <translation>Rumpf</translation>
    </message>
    <message>
        <source>Trunk leans most</source>
        <translation>Größte Neigung Oberkörper</translation>
    </message>
    <message>
        <source>Trunk most upright</source>
        <translation>Oberkörper aufrecht</translation>
    </message>
    <message>
        <source>Trunk, forward</source>
        <translation>Rumpf, nach vorn</translation>
    </message>
    <message>
        <source>Trunk, to the right</source>
        <translation>Rumpf, nach rechts</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Nochmals versuchen</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>Es später erneut versuchen.</translation>
    </message>
    <message>
        <source>Try again on an idle machine.</source>
        <translation>Auf einem unbelasteten Rechner nochmals versuchen.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Nochmals versuchen.</translation>
    </message>
    <message>
        <source>Try again; Help › Diagnostics has the details.</source>
        <translation>Nochmals versuchen; Hilfe › Diagnose hat die Einzelheiten.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, the published file has changed.</source>
        <translation>Es erneut versuchen; bleibt es dabei, hat sich die veröffentlichte Datei geändert.</translation>
    </message>
    <message>
        <source>Try again; on the command line `parallax weights` says more.</source>
        <translation>Nochmals versuchen; im Terminal sagt `parallax weights` mehr.</translation>
    </message>
    <message>
        <source>Try again; what has come is kept.</source>
        <translation>Es erneut versuchen; was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>Try this one; undo takes it back</source>
        <translation>Diese versuchen; „Rückgängig“ nimmt es zurück</translation>
    </message>
    <message>
        <source>Try {offset} for {view}</source>
        <translation>{offset} für {view} versuchen</translation>
    </message>
    <message>
        <source>Trying a few steps to see how long it will take …</source>
        <translation>Ein paar Schritte werden versucht, um die Dauer abzuschätzen …</translation>
    </message>
    <message>
        <source>Two cameras about {angle}° apart gain most: {before} → {after} mm.</source>
        <translation>Zwei Kameras etwa {angle}° auseinander bringen am meisten: {before} → {after} mm.</translation>
    </message>
    <message>
        <source>Two made-up recordings of a known motion, processed from end to end</source>
        <translation>Zwei erzeugte Aufnahmen einer bekannten Bewegung, von Anfang bis Ende verarbeitet</translation>
    </message>
    <message>
        <source>Two made-up recordings, processed before your eyes.</source>
        <translation>Zwei erzeugte Aufnahmen, vor Ihren Augen verarbeitet.</translation>
    </message>
    <message>
        <source>Two pages to print</source>
        <translation>Zwei Seiten zum Drucken</translation>
    </message>
    <message>
        <source>Two pages, {paper}.</source>
        <translation>Zwei Seiten, {paper}.</translation>
    </message>
    <message>
        <source>Two synchronized videos of one movement, or more, with poses found. No calibration, no 3D truth. A minute of varied movement is little; cameras 60 to 150° apart.</source>
        <translation>Zwei oder mehr synchronisierte Videos einer Bewegung, mit gefundenen Posen. Keine Kalibrierung, kein wahres 3D. Eine Minute abwechslungsreicher Bewegung ist wenig; Kameras 60 bis 150° auseinander.</translation>
    </message>
    <message>
        <source>Two views show the athlete at the same time for {time} ({frames} frames).</source>
        <translation>Zwei Ansichten zeigen die Person {time} lang zugleich ({frames} Bilder).</translation>
    </message>
    <message>
        <source>Two views show the athlete at the same time for {time} ({frames} frames): little to learn from. {least} s of varied movement or more are better.</source>
        <translation>Zwei Ansichten zeigen die Person {time} lang zugleich ({frames} Bilder): wenig, um daraus zu lernen. {least} s abwechslungsreicher Bewegung oder mehr sind besser.</translation>
    </message>
    <message>
        <source>Two views show the athlete at the same time in {frames} frames only, not in half of {window} that belong together. Lower Frames, or choose other views.</source>
        <translation>Zwei Ansichten zeigen die Person nur in {frames} Bildern zugleich, nicht in der Hälfte von {window} zusammengehörigen. „Bilder im Fenster“ senken oder andere Ansichten wählen.</translation>
    </message>
    <message>
        <source>Two views teach one</source>
        <translation>Zwei Ansichten lehren eine</translation>
    </message>
    <message>
        <source>Type metres or centimetres, as 1.75 or 175.</source>
        <translation>Meter oder Zentimeter eingeben, etwa 1.75 oder 175.</translation>
    </message>
    <message>
        <source>Typical</source>
        <translation>Typisch</translation>
    </message>
    <message>
        <source>Typical from</source>
        <translation>Typisch ab</translation>
    </message>
    <message>
        <source>Un&amp;lock</source>
        <translation>Nicht mehr s&amp;perren</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Verstanden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo  (Ctrl+Z)</source>
        <translation>Rückgängig  (Strg+Z)</translation>
    </message>
    <message>
        <source>Undo list</source>
        <translation>Liste der Schritte</translation>
    </message>
    <message>
        <source>Undo: {}</source>
        <translation>Rückgängig: {}</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Unlock it first.</source>
        <translation>Zuerst die Sperre aufheben.</translation>
    </message>
    <message>
        <source>Unlock the clock of {name}: nothing moves a clock that is locked</source>
        <translation>Uhr von {name} entsperren: Nichts verschiebt eine gesperrte Uhr</translation>
    </message>
    <message>
        <source>Unlock the clock of {view}</source>
        <translation>Uhr von {view} entsperren</translation>
    </message>
    <message>
        <source>Unlock them first.</source>
        <translation>Zuerst die Sperren aufheben.</translation>
    </message>
    <message>
        <source>Unlock {joint}</source>
        <translation>{joint} nicht mehr sperren</translation>
    </message>
    <message>
        <source>Up to {n} times faster.</source>
        <translation>Bis zu {n}-mal so schnell.</translation>
    </message>
    <message>
        <source>Use it when</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Use small letters, digits, dots and dashes.</source>
        <translation>Kleinbuchstaben, Ziffern, Punkte und Striche verwenden.</translation>
    </message>
    <message>
        <source>Use the device &apos;cpu&apos;.</source>
        <translation>Das Gerät &apos;cpu&apos; nehmen.</translation>
    </message>
    <message>
        <source>Use the wheel of {wheel} as it was published.</source>
        <translation>Das Wheel von {wheel} nehmen, wie es veröffentlicht wurde.</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Diesen verwenden</translation>
    </message>
    <message>
        <source>Validate every</source>
        <translation>Prüfen alle</translation>
    </message>
    <message>
        <source>Values in the picture are as they look from this camera.</source>
        <translation>Werte im Bild sind so, wie sie von dieser Kamera aus aussehen.</translation>
    </message>
    <message>
        <source>Variable frame rate</source>
        <translation>Wechselnde Bildrate</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>Velocity weight</source>
        <translation>Gewicht der Bewegung</translation>
    </message>
    <message>
        <source>Versions, devices, last errors: everything to copy into a report</source>
        <translation>Versionen, Geräte, letzte Fehler: alles, was in einen Fehlerbericht gehört</translation>
    </message>
    <message>
        <source>Video doctor</source>
        <translation>Videodoktor</translation>
    </message>
    <message>
        <source>Video doctor: 1 finding</source>
        <translation>Videodoktor: 1 Befund</translation>
    </message>
    <message>
        <source>Video doctor: {} findings</source>
        <translation>Videodoktor: {} Befunde</translation>
    </message>
    <message>
        <source>Video {view}</source>
        <translation>Video {view}</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>Views against each other</source>
        <translation>Ansichten gegeneinander</translation>
    </message>
    <message>
        <source>Views are lifted so from now on.</source>
        <translation>3D entsteht von nun an so.</translation>
    </message>
    <message>
        <source>Views are lifted so from now on. The 3D that is there was made in another way: lift it again.</source>
        <translation>3D entsteht von nun an so. Das vorhandene 3D entstand anders: neu bestimmen.</translation>
    </message>
    <message>
        <source>Views are lifted with the usual guess of a focal length again</source>
        <translation>3D entsteht wieder mit der üblichen Schätzung der Brennweite</translation>
    </message>
    <message>
        <source>Views of different rates are compared by time, never by frame number; what lies between two frames is interpolated.</source>
        <translation>Ansichten mit verschiedenen Bildraten werden nach der Zeit verglichen, nie nach der Bildnummer; was zwischen zwei Bildern liegt, wird interpoliert.</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Wait for it, or stop it first.</source>
        <translation>Auf ihn warten, oder ihn zuerst anhalten.</translation>
    </message>
    <message>
        <source>Wait for its end.</source>
        <translation>Auf sein Ende warten.</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Warm up</source>
        <translation>Aufwärmen</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Aufwärmen</translation>
    </message>
    <message>
        <source>Wave forms and movement</source>
        <translation>Wellenformen und Bewegung</translation>
    </message>
    <message>
        <source>Way of a joint</source>
        <translation>Weg eines Gelenks</translation>
    </message>
    <message>
        <source>Weigh lifters anew</source>
        <translation>Lifter neu gewichten</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Weight Decay</translation>
    </message>
    <message>
        <source>Weight of all frames, each at its best scale.</source>
        <translation>Gewicht aller Bilder, jedes in seinem besten Maßstab.</translation>
    </message>
    <message>
        <source>Weight of all frames.</source>
        <translation>Gewicht aller Bilder.</translation>
    </message>
    <message>
        <source>Weight of movements between neighbouring tokens.</source>
        <translation>Gewicht der Bewegungen zwischen benachbarten Token.</translation>
    </message>
    <message>
        <source>Weight of that distance at the best scale of each frame.</source>
        <translation>Gewicht dieses Abstands im besten Maßstab jedes Bildes.</translation>
    </message>
    <message>
        <source>Weight of that distance, the further from the trunk the more.</source>
        <translation>Gewicht dieses Abstands, je weiter vom Rumpf, desto mehr.</translation>
    </message>
    <message>
        <source>Weight of the centre frame.</source>
        <translation>Gewicht des mittleren Bildes.</translation>
    </message>
    <message>
        <source>Weight of the distance from the truth.</source>
        <translation>Gewicht des Abstands von der Wahrheit.</translation>
    </message>
    <message>
        <source>Weight of the distance of movements between frames.</source>
        <translation>Gewicht des Abstands der Bewegungen zwischen Bildern.</translation>
    </message>
    <message>
        <source>Weight of the movements themselves, squared: holds them smooth.</source>
        <translation>Gewicht der Bewegungen selbst, im Quadrat: hält sie glatt.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Weights (*.pt)</source>
        <translation>Gewichte (*.pt)</translation>
    </message>
    <message>
        <source>Weights (*.pth *.pt *.bin *.tar *.h5 *.hdf5 *.onnx)</source>
        <translation>Gewichte (*.pth *.pt *.bin *.tar *.h5 *.hdf5 *.onnx)</translation>
    </message>
    <message>
        <source>Weights of an earlier run, or of a lifter of every frame where the net takes them.</source>
        <translation>Gewichte eines früheren Laufs, oder eines Lifters für jedes Bild, wo das Netz sie nimmt.</translation>
    </message>
    <message>
        <source>Weights of the same network to begin with; with two channels they are widened.</source>
        <translation>Gewichte desselben Netzes für den Anfang; solche mit zwei Kanälen werden erweitert.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What another detector found, over the same picture</source>
        <translation>Was ein anderer Detektor gefunden hat, über demselben Bild</translation>
    </message>
    <message>
        <source>What another detector found, over the same pictures: white, dashed</source>
        <translation>Was ein anderer Detektor fand, über denselben Bildern: weiß, gestrichelt</translation>
    </message>
    <message>
        <source>What computes the training</source>
        <translation>Was das Training rechnet</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>What each of them needs, when to use it, and what comes of it</source>
        <translation>Was jede braucht, wann man sie nimmt und was daraus wird</translation>
    </message>
    <message>
        <source>What has come is kept</source>
        <translation>Was angekommen ist, bleibt erhalten</translation>
    </message>
    <message>
        <source>What is different from {name}</source>
        <translation>Was anders ist als in {name}</translation>
    </message>
    <message>
        <source>What is exported, not what is shown</source>
        <translation>Was exportiert wird, nicht was gezeigt wird</translation>
    </message>
    <message>
        <source>What is faster than that is missed. About {n} times faster: every frame is read all the same.</source>
        <translation>Was schneller ist, wird verpasst. Etwa {n}-mal so schnell: Gelesen wird trotzdem jedes Bild.</translation>
    </message>
    <message>
        <source>What is odd about the videos, and what helps. The files themselves are never changed.</source>
        <translation>Was an den Videos auffällt, und was hilft. Die Dateien selbst werden nie verändert.</translation>
    </message>
    <message>
        <source>What is plotted, as numbers or as a picture</source>
        <translation>Was gezeichnet ist, als Zahlen oder als Bild</translation>
    </message>
    <message>
        <source>What is repeated, {start} to {end}</source>
        <translation>Was wiederholt wird, {start} bis {end}</translation>
    </message>
    <message>
        <source>What is shown now has no 3D yet.</source>
        <translation>Was jetzt gezeigt wird, hat noch kein 3D.</translation>
    </message>
    <message>
        <source>What is shown was found by another one. Find the poses again.</source>
        <translation>Das Gezeigte hat ein anderer gefunden. Posen neu finden.</translation>
    </message>
    <message>
        <source>What is shown was lifted by another one.</source>
        <translation>Das gezeigte 3D stammt von einem anderen.</translation>
    </message>
    <message>
        <source>What is shown was not lifted by it.</source>
        <translation>Das gezeigte 3D stammt nicht von ihm.</translation>
    </message>
    <message>
        <source>What it computes on; chosen beside Find poses</source>
        <translation>Worauf er rechnet; gewählt neben „Posen finden“</translation>
    </message>
    <message>
        <source>What it has learned is kept. Resume goes on from there.</source>
        <translation>Was es gelernt hat, bleibt erhalten. „Fortsetzen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>What it has learned so far is kept.</source>
        <translation>Was es bisher gelernt hat, bleibt erhalten.</translation>
    </message>
    <message>
        <source>What it is given of the 2D: parallax, moved and scaled, for any camera; screen, as published networks are.</source>
        <translation>Was es vom 2D bekommt: parallax, verschoben und skaliert, für jede Kamera; screen, wie veröffentlichte Netze.</translation>
    </message>
    <message>
        <source>What it is in this frame, its lock, its other side</source>
        <translation>Was es in diesem Bild ist, seine Sperre, seine andere Seite</translation>
    </message>
    <message>
        <source>What it will look like</source>
        <translation>Wie es aussehen wird</translation>
    </message>
    <message>
        <source>What its network sees of one person, width × height in pixels</source>
        <translation>Was sein Netz von einer Person sieht, Breite × Höhe in Pixeln</translation>
    </message>
    <message>
        <source>What the clocks are worked out from</source>
        <translation>Woraus die Uhren bestimmt werden</translation>
    </message>
    <message>
        <source>What the clocks are worked out from; marks by hand count in any case</source>
        <translation>Woraus die Uhren bestimmt werden; Marken von Hand zählen in jedem Fall</translation>
    </message>
    <message>
        <source>What the second found is shown, corrected and lifted; the other goes beside it</source>
        <translation>Was der zweite fand, wird gezeigt, korrigiert und in 3D bestimmt; der andere kommt daneben</translation>
    </message>
    <message>
        <source>What the second step is told of the true movement, from one frame to the next.</source>
        <translation>Was der zweite Schritt von der wahren Bewegung erfährt, von einem Bild zum nächsten.</translation>
    </message>
    <message>
        <source>What the table holds</source>
        <translation>Was die Tabelle enthält</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>Was exportiert wird</translation>
    </message>
    <message>
        <source>What training makes small (agreement and picture)</source>
        <translation>Was das Training klein macht (Übereinstimmung und Bild)</translation>
    </message>
    <message>
        <source>What was checked has been changed since: check again.</source>
        <translation>Was geprüft war, ist inzwischen geändert: nochmals prüfen.</translation>
    </message>
    <message>
        <source>What was done so far: go back and forward in it</source>
        <translation>Was bisher getan wurde: darin vor und zurück gehen</translation>
    </message>
    <message>
        <source>What was found so far is kept</source>
        <translation>Was bisher gefunden wurde, bleibt erhalten</translation>
    </message>
    <message>
        <source>What was found so far is kept.</source>
        <translation>Was bisher gefunden wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>What you chose is forgotten.</source>
        <translation>Die eigene Wahl wird vergessen.</translation>
    </message>
    <message>
        <source>What you see here</source>
        <translation>Was hier zu sehen ist</translation>
    </message>
    <message>
        <source>When the view&apos;s clock shows zero, in reference seconds</source>
        <translation>Wann die Uhr der Ansicht null zeigt, in Sekunden der Referenzzeit</translation>
    </message>
    <message>
        <source>When {views} began is not known. Synchronize, or set the clock by hand: what is off by a few frames teaches the wrong thing.</source>
        <translation>Wann {views} begann, ist nicht bekannt. Synchronisieren oder die Uhr von Hand stellen: Was um ein paar Bilder daneben liegt, lehrt Falsches.</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Where crops are kept; the user&apos;s cache if not named.</source>
        <translation>Wo Ausschnitte aufbewahrt werden; ohne Angabe im eigenen Cache.</translation>
    </message>
    <message>
        <source>Where no subject is named: the last part of every clip.</source>
        <translation>Wenn keine Person genannt ist: der letzte Teil jedes Clips.</translation>
    </message>
    <message>
        <source>Where should two cameras stand, so that a lifter learns most from them? This trains it for a little on motion capture that two virtual cameras see from different angles, and measures each time what is gained.</source>
        <translation>Wo sollten zwei Kameras stehen, damit ein Lifter am meisten daraus lernt? Hier wird er kurz an Motion Capture trainiert, die zwei virtuelle Kameras aus verschiedenen Winkeln sehen, und jedes Mal gemessen, was es bringt.</translation>
    </message>
    <message>
        <source>Where the body is. Angles are those between segments, not the coordinates of an OpenSim model</source>
        <translation>Wo der Körper ist. Winkel sind die zwischen Segmenten, nicht die Koordinaten eines OpenSim-Modells</translation>
    </message>
    <message>
        <source>Where the views are furthest apart; again: the next one of the list</source>
        <translation>Wo die Ansichten am weitesten auseinander liegen; nochmals: das nächste der Liste</translation>
    </message>
    <message>
        <source>Where they are furthest apart</source>
        <translation>Wo sie am weitesten auseinander liegen</translation>
    </message>
    <message>
        <source>Where two cameras should stand for a training to gain most</source>
        <translation>Wo zwei Kameras stehen sollten, damit ein Training am meisten bringt</translation>
    </message>
    <message>
        <source>Where two detectors are furthest apart; again: the next one of the list</source>
        <translation>Wo zwei Detektoren am weitesten auseinander liegen; nochmals: das nächste der Liste</translation>
    </message>
    <message>
        <source>Which view</source>
        <translation>Welche Ansicht</translation>
    </message>
    <message>
        <source>Which view the others are laid over, and how; the athlete&apos;s height</source>
        <translation>Über welche Ansicht die anderen gelegt werden, und wie; die Körpergröße</translation>
    </message>
    <message>
        <source>Which views to learn from, counted from 1; all where none is named.</source>
        <translation>Aus welchen Ansichten gelernt wird, ab 1 gezählt; aus allen, wenn keine genannt ist.</translation>
    </message>
    <message>
        <source>Which views?</source>
        <translation>Welche Ansichten?</translation>
    </message>
    <message>
        <source>While joints are corrected</source>
        <translation>Während Gelenke korrigiert werden</translation>
    </message>
    <message>
        <source>While joints are corrected, Page Up and Page Down turn the frames.</source>
        <translation>Während Gelenke korrigiert werden, blättern Bild auf und ab durch die Bilder.</translation>
    </message>
    <message>
        <source>While joints are corrected, arrow keys move the joint at hand, also with Alt.</source>
        <translation>Während Gelenke korrigiert werden, bewegen Pfeiltasten das aktive Gelenk, auch mit Alt.</translation>
    </message>
    <message>
        <source>While joints are corrected, it does “{command}”.</source>
        <translation>Während Gelenke korrigiert werden, bewirkt sie „{command}“.</translation>
    </message>
    <message>
        <source>While joints are corrected: where the other views&apos; 3D puts the joint in this picture</source>
        <translation>Während Gelenke korrigiert werden: wo das 3D der anderen Ansichten das Gelenk in diesem Bild hat</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>Whole recording</source>
        <translation>Ganze Aufnahme</translation>
    </message>
    <message>
        <source>Whole timeline</source>
        <translation>Ganze Zeitleiste</translation>
    </message>
    <message>
        <source>Whole weight</source>
        <translation>Gewicht gesamt</translation>
    </message>
    <message>
        <source>Whose body</source>
        <translation>Wessen Körper</translation>
    </message>
    <message>
        <source>Whose pictures are printed</source>
        <translation>Deren Bilder gedruckt werden</translation>
    </message>
    <message>
        <source>Whose pictures are taken</source>
        <translation>Deren Bilder genommen werden</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Wider timeline</source>
        <translation>Zeitleiste verkleinern</translation>
    </message>
    <message>
        <source>Width of lines and letters</source>
        <translation>Stärke von Linien und Schrift</translation>
    </message>
    <message>
        <source>Windows of full length that one step learns from.</source>
        <translation>Fenster voller Länge, aus denen ein Schritt lernt.</translation>
    </message>
    <message>
        <source>Windows that one step learns from.</source>
        <translation>Fenster, aus denen ein Schritt lernt.</translation>
    </message>
    <message>
        <source>With left and right exchanged these frames fit the other views better: {now} mm apart instead of {was} (relative).</source>
        <translation>Mit vertauschten Seiten passen diese Bilder besser zu den anderen Ansichten: {now} mm auseinander statt {was} (relativ).</translation>
    </message>
    <message>
        <source>With truth: that distance at the best scale of each frame.</source>
        <translation>Mit Wahrheit: dieser Abstand im besten Maßstab jedes Bildes.</translation>
    </message>
    <message>
        <source>With truth: the distance of movements between frames.</source>
        <translation>Mit Wahrheit: der Abstand der Bewegungen zwischen Bildern.</translation>
    </message>
    <message>
        <source>With truth: weight of the distance from it.</source>
        <translation>Mit Wahrheit: Gewicht des Abstands von ihr.</translation>
    </message>
    <message>
        <source>Working out the curves …</source>
        <translation>Die Kurven werden berechnet …</translation>
    </message>
    <message>
        <source>Works out from sound and movement when each camera was started and how fast its clock runs</source>
        <translation>Bestimmt aus Ton und Bewegung, wann jede Kamera gestartet wurde und wie schnell ihre Uhr geht</translation>
    </message>
    <message>
        <source>Worse than before: discard it</source>
        <translation>Schlechter als vorher: verwerfen</translation>
    </message>
    <message>
        <source>Worst before, {n} of {count}: frame {frame}, {views}, {before} → {after} mm apart</source>
        <translation>Vorher am schlechtesten, {n} von {count}: Bild {frame}, {views}, {before} → {after} mm auseinander</translation>
    </message>
    <message>
        <source>Worst frames</source>
        <translation>Schlechteste</translation>
    </message>
    <message>
        <source>Worth knowing</source>
        <translation>Gut zu wissen</translation>
    </message>
    <message>
        <source>Write &apos;parallax&apos; or &apos;screen&apos; for `name` in the card&apos;s [convention].</source>
        <translation>Unter [convention] der Karte &apos;parallax&apos; oder &apos;screen&apos; für `name` schreiben.</translation>
    </message>
    <message>
        <source>Write for example lr=0.0005.</source>
        <translation>Zum Beispiel lr=0.0005 schreiben.</translation>
    </message>
    <message>
        <source>Write for example variant=mmpose.</source>
        <translation>Zum Beispiel variant=mmpose schreiben.</translation>
    </message>
    <message>
        <source>Write one of {names}.</source>
        <translation>Eines davon schreiben: {names}.</translation>
    </message>
    <message>
        <source>Write one with `python -m training.bench.detector_noise`.</source>
        <translation>Eine mit `python -m training.bench.detector_noise` schreiben.</translation>
    </message>
    <message>
        <source>Write the frames again with the program that made them.</source>
        <translation>Die Bilder mit dem Programm, das sie gemacht hat, erneut schreiben.</translation>
    </message>
    <message>
        <source>Xy weight</source>
        <translation>Gewicht xy</translation>
    </message>
    <message>
        <source>Xyz weight</source>
        <translation>Gewicht xyz</translation>
    </message>
    <message>
        <source>You have much 3D truth of the movement that you are interested in.</source>
        <translation>Sie haben viel wahres 3D der Bewegung, um die es Ihnen geht.</translation>
    </message>
    <message>
        <source>You make a lifter anew, and the 2D that it will be given is very good. With an ordinary detector&apos;s 2D it changes little.</source>
        <translation>Sie machen einen Lifter neu, und das 2D, das er bekommen wird, ist sehr gut. Mit dem 2D eines gewöhnlichen Detektors ändert es wenig.</translation>
    </message>
    <message>
        <source>Z weight</source>
        <translation>Gewicht z</translation>
    </message>
    <message>
        <source>Zoom a video</source>
        <translation>Ein Video vergrößern</translation>
    </message>
    <message>
        <source>Zoom the 3D view</source>
        <translation>Die 3D-Ansicht vergrößern</translation>
    </message>
    <message>
        <source>Zoom the timeline</source>
        <translation>Die Zeitleiste vergrößern</translation>
    </message>
    <message>
        <source>Zoom to the joint</source>
        <translation>Auf das Gelenk vergrößern</translation>
    </message>
    <message>
        <source>`joints` is {joints!r}.</source>
        <translation>`joints` ist {joints!r}.</translation>
    </message>
    <message>
        <source>`net` is {net!r}, not the name of a module.</source>
        <translation>`net` ist {net!r}, nicht der Name eines Moduls.</translation>
    </message>
    <message>
        <source>`parallax bench-detectors {model}` says more.</source>
        <translation>`parallax bench-detectors {model}` sagt mehr.</translation>
    </message>
    <message>
        <source>`parallax models` lists them.</source>
        <translation>`parallax models` zählt sie auf.</translation>
    </message>
    <message>
        <source>`restricted` is neither true nor false.</source>
        <translation>`restricted` ist weder true noch false.</translation>
    </message>
    <message>
        <source>`task` is {task!r}.</source>
        <translation>`task` ist {task!r}.</translation>
    </message>
    <message>
        <source>`weights.file` is {file!r}, not a plain name.</source>
        <translation>`weights.file` ist {file!r}, kein bloßer Name.</translation>
    </message>
    <message>
        <source>`weights.sha256` is not 64 hexadecimal digits.</source>
        <translation>`weights.sha256` hat nicht 64 hexadezimale Ziffern.</translation>
    </message>
    <message>
        <source>`weights` needs either a `file` or a `url`.</source>
        <translation>`weights` braucht entweder eine `file` oder eine `url`.</translation>
    </message>
    <message>
        <source>`{field}` of its convention is {value!r}.</source>
        <translation>`{field}` der Konvention ist {value!r}.</translation>
    </message>
    <message>
        <source>`{key}` is missing or no text.</source>
        <translation>`{key}` fehlt oder ist kein Text.</translation>
    </message>
    <message>
        <source>`{key}` is no table.</source>
        <translation>`{key}` ist keine Tabelle.</translation>
    </message>
    <message>
        <source>`{kind}_{name}` of its statistics is not {rows} times {axes} numbers.</source>
        <translation>`{kind}_{name}` der Statistik hat nicht {rows} mal {axes} Zahlen.</translation>
    </message>
    <message>
        <source>`{name}` is {value!r}</source>
        <translation>`{name}` ist {value!r}</translation>
    </message>
    <message>
        <source>a BlazePose graph in it is not the one Parallax was checked with (size or sha256).</source>
        <translation>ein Graph von BlazePose darin ist nicht der, mit dem Parallax geprüft wurde (Größe oder sha256).</translation>
    </message>
    <message>
        <source>a body model and a regressor are needed together.</source>
        <translation>ein Körpermodell und ein Regressor werden zusammen gebraucht.</translation>
    </message>
    <message>
        <source>a camera {distance} m away stands in the figure.</source>
        <translation>eine Kamera in {distance} m Abstand steht in der Figur.</translation>
    </message>
    <message>
        <source>a centre at ({cx:g}, {cy:g}), far outside of a picture of {width} × {height}</source>
        <translation>eine Mitte bei ({cx:g}, {cy:g}), weit außerhalb eines Bildes von {width} × {height}</translation>
    </message>
    <message>
        <source>a coordinate is not a number</source>
        <translation>eine Koordinate ist keine Zahl</translation>
    </message>
    <message>
        <source>a coordinate is outside of any picture</source>
        <translation>eine Koordinate liegt außerhalb jedes Bildes</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>ein paar Sekunden</translation>
    </message>
    <message>
        <source>a focal length of {fx:g} × {fy:g} px in a picture of {width} × {height}</source>
        <translation>eine Brennweite von {fx:g} × {fy:g} px in einem Bild von {width} × {height}</translation>
    </message>
    <message>
        <source>a fraction of a millisecond</source>
        <translation>den Bruchteil einer Millisekunde</translation>
    </message>
    <message>
        <source>a frame</source>
        <translation>ein Bild</translation>
    </message>
    <message>
        <source>a graphics card (CUDA)</source>
        <translation>eine Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>a graphics card that torch cannot use</source>
        <translation>eine Grafikkarte, die torch nicht nutzen kann</translation>
    </message>
    <message>
        <source>a height</source>
        <translation>eine Höhe</translation>
    </message>
    <message>
        <source>a joint</source>
        <translation>ein Gelenk</translation>
    </message>
    <message>
        <source>a joint is outside of any picture</source>
        <translation>ein Gelenk liegt außerhalb jedes Bildes</translation>
    </message>
    <message>
        <source>a lens that bends more than any</source>
        <translation>eine Linse, die stärker verzeichnet als jede andere</translation>
    </message>
    <message>
        <source>a model cannot be called so.</source>
        <translation>so kann ein Modell nicht heißen.</translation>
    </message>
    <message>
        <source>a model of Parallax is called so.</source>
        <translation>so heißt ein Modell von Parallax.</translation>
    </message>
    <message>
        <source>a number that is not finite</source>
        <translation>eine Zahl, die nicht endlich ist</translation>
    </message>
    <message>
        <source>a number, please</source>
        <translation>bitte eine Zahl</translation>
    </message>
    <message>
        <source>a path</source>
        <translation>ein Pfad</translation>
    </message>
    <message>
        <source>a person</source>
        <translation>eine Person</translation>
    </message>
    <message>
        <source>a person was pointed at in frame {frame}, which is not looked at.</source>
        <translation>auf eine Person wurde in Bild {frame} gezeigt, das nicht angesehen wird.</translation>
    </message>
    <message>
        <source>a picture of {width} × {height}</source>
        <translation>ein Bild von {width} × {height}</translation>
    </message>
    <message>
        <source>a range does not fit ({why}).</source>
        <translation>ein Bereich passt nicht ({why}).</translation>
    </message>
    <message>
        <source>a recording has at most {most} views and this one has {count}.</source>
        <translation>eine Aufnahme hat höchstens {most} Ansichten, und diese hat {count}.</translation>
    </message>
    <message>
        <source>a recording has at most {most} views, these are {n}.</source>
        <translation>eine Aufnahme hat höchstens {most} Ansichten, dies sind {n}.</translation>
    </message>
    <message>
        <source>a recording has at most {most} views.</source>
        <translation>eine Aufnahme hat höchstens {most} Ansichten.</translation>
    </message>
    <message>
        <source>a rotation of {rotation} is not 0, 90, 180 or 270.</source>
        <translation>eine Drehung von {rotation} ist nicht 0, 90, 180 oder 270.</translation>
    </message>
    <message>
        <source>a run is finding poses in this view.</source>
        <translation>ein Lauf sucht gerade Posen in dieser Ansicht.</translation>
    </message>
    <message>
        <source>a run of kind {kind} is not known.</source>
        <translation>ein Lauf der Art {kind} ist nicht bekannt.</translation>
    </message>
    <message>
        <source>a setting does not fit ({why}).</source>
        <translation>eine Einstellung passt nicht ({why}).</translation>
    </message>
    <message>
        <source>a setting reads key=value.</source>
        <translation>eine Einstellung lautet schlüssel=wert.</translation>
    </message>
    <message>
        <source>a size of {size} is not even numbers from 64 to 4096.</source>
        <translation>eine Größe von {size} sind nicht gerade Zahlen von 64 bis 4096.</translation>
    </message>
    <message>
        <source>a skeleton</source>
        <translation>ein Skelett</translation>
    </message>
    <message>
        <source>a skeleton has two joints of one name</source>
        <translation>ein Skelett hat zwei Gelenke desselben Namens</translation>
    </message>
    <message>
        <source>a skeleton has {n} joints</source>
        <translation>ein Skelett hat {n} Gelenke</translation>
    </message>
    <message>
        <source>a source</source>
        <translation>eine Quelle</translation>
    </message>
    <message>
        <source>a time</source>
        <translation>eine Zeit</translation>
    </message>
    <message>
        <source>a track</source>
        <translation>eine Spur</translation>
    </message>
    <message>
        <source>a video</source>
        <translation>ein Video</translation>
    </message>
    <message>
        <source>a video without a name</source>
        <translation>ein Video ohne Namen</translation>
    </message>
    <message>
        <source>a video&apos;s file</source>
        <translation>die Datei eines Videos</translation>
    </message>
    <message>
        <source>a video&apos;s name</source>
        <translation>der Name eines Videos</translation>
    </message>
    <message>
        <source>a view</source>
        <translation>eine Ansicht</translation>
    </message>
    <message>
        <source>a whole number, please</source>
        <translation>bitte eine ganze Zahl</translation>
    </message>
    <message>
        <source>a width</source>
        <translation>eine Breite</translation>
    </message>
    <message>
        <source>about {ms} ms</source>
        <translation>etwa {ms} ms</translation>
    </message>
    <message>
        <source>about {n} days</source>
        <translation>etwa {n} Tage</translation>
    </message>
    <message>
        <source>about {n} h</source>
        <translation>etwa {n} h</translation>
    </message>
    <message>
        <source>about {n} min</source>
        <translation>etwa {n} min</translation>
    </message>
    <message>
        <source>about {n} s</source>
        <translation>etwa {n} s</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>after its hierarchy it tells no Frames and Frame Time.</source>
        <translation>nach der Hierarchie nennt sie keine Frames und Frame Time.</translation>
    </message>
    <message>
        <source>agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>all its subjects are held out for validation.</source>
        <translation>alle Personen darin sind für die Prüfung zurückgehalten.</translation>
    </message>
    <message>
        <source>an ONNX file has no settings {names}.</source>
        <translation>eine ONNX-Datei hat keine Einstellungen {names}.</translation>
    </message>
    <message>
        <source>an array of {kind}</source>
        <translation>ein Feld von {kind}</translation>
    </message>
    <message>
        <source>an image&apos;s file</source>
        <translation>die Datei eines Bildes</translation>
    </message>
    <message>
        <source>and</source>
        <translation>und</translation>
    </message>
    <message>
        <source>angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>angle at the {joint}</source>
        <translation>Winkel {joint}</translation>
    </message>
    <message>
        <source>ankle</source>
        <translation>Knöchel</translation>
    </message>
    <message>
        <source>annotation {id} has not three numbers for each of {n} joints</source>
        <translation>Annotation {id} hat nicht drei Zahlen für jedes von {n} Gelenken</translation>
    </message>
    <message>
        <source>annotation {id} is of an image that is not there</source>
        <translation>Annotation {id} gehört zu einem Bild, das nicht da ist</translation>
    </message>
    <message>
        <source>annotations without keypoints</source>
        <translation>Annotationen ohne Gelenkpunkte</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>apart</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>are more than the {most} of a recording.</source>
        <translation>sind mehr als die {most} einer Aufnahme.</translation>
    </message>
    <message>
        <source>arm lifted, to whichever side; 180 overhead</source>
        <translation>Arm gehoben, zu welcher Seite auch immer; 180 über dem Kopf</translation>
    </message>
    <message>
        <source>arm straight</source>
        <translation>Arm gestreckt</translation>
    </message>
    <message>
        <source>arrow</source>
        <translation>Pfeil</translation>
    </message>
    <message>
        <source>as in: dim = 256, depth = 6</source>
        <translation>wie: dim = 256, depth = 6</translation>
    </message>
    <message>
        <source>at least {n}</source>
        <translation>mindestens {n}</translation>
    </message>
    <message>
        <source>at most {n}</source>
        <translation>höchstens {n}</translation>
    </message>
    <message>
        <source>at the times of {view} it has no body (it goes from {start:.2f} to {end:.2f} s).</source>
        <translation>zu den Zeiten von {view} hat sie keinen Körper (sie geht von {start:.2f} bis {end:.2f} s).</translation>
    </message>
    <message>
        <source>athlete</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>auto takes a GPU where there is one.</source>
        <translation>auto nimmt eine GPU, wo es eine gibt.</translation>
    </message>
    <message>
        <source>back hip {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist die hintere Hüfte {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>back hip {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist die hintere Hüfte {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>back knee {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist das hintere Knie {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>back knee {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist das hintere Knie {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>batches in {n} pieces, for the memory</source>
        <translation>Stapel in {n} Teilen, wegen des Speichers</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>between key-frames</source>
        <translation>zwischen Schlüsselbildern</translation>
    </message>
    <message>
        <source>between the key-frames {before} and {after}, not looked at</source>
        <translation>zwischen den Schlüsselbildern {before} und {after}, nicht angesehen</translation>
    </message>
    <message>
        <source>bf16-mixed is faster on most GPUs and some CPUs, and a little less exact.</source>
        <translation>bf16-mixed ist auf den meisten GPUs und manchen CPUs schneller und etwas weniger genau.</translation>
    </message>
    <message>
        <source>bigtoe</source>
        <translation>Großzehe</translation>
    </message>
    <message>
        <source>brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>by {methods} together, not each of them sure by itself</source>
        <translation>nach {methods} zusammen, nicht jedes für sich sicher</translation>
    </message>
    <message>
        <source>by {method} alone</source>
        <translation>allein nach {method}</translation>
    </message>
    <message>
        <source>calibrated</source>
        <translation>kalibriert</translation>
    </message>
    <message>
        <source>camera {name} lacks &lt;{part}&gt;</source>
        <translation>der Kamera {name} fehlt &lt;{part}&gt;</translation>
    </message>
    <message>
        <source>camera {n}</source>
        <translation>Kamera {n}</translation>
    </message>
    <message>
        <source>cannot be read ({why}).</source>
        <translation>kann nicht gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>unklar</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>circle</source>
        <translation>Kreis</translation>
    </message>
    <message>
        <source>click on a person</source>
        <translation>auf eine Person klicken</translation>
    </message>
    <message>
        <source>click on the timeline</source>
        <translation>auf die Zeitleiste klicken</translation>
    </message>
    <message>
        <source>clip {n} has missing points.</source>
        <translation>in Clip {n} fehlen Punkte.</translation>
    </message>
    <message>
        <source>clip {n} has shape {shape}, not (frames, 17, 3).</source>
        <translation>Clip {n} hat die Form {shape}, nicht (Bilder, 17, 3).</translation>
    </message>
    <message>
        <source>clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>clips do not tell their subject, so it has no split &apos;val&apos;.</source>
        <translation>Clips verraten nicht, von wem sie sind; so gibt es keinen Teil &apos;val&apos;.</translation>
    </message>
    <message>
        <source>confidence {level}</source>
        <translation>Sicherheit {level}</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>Widerspruch</translation>
    </message>
    <message>
        <source>considered too: try this one</source>
        <translation>auch erwogen: diese versuchen</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>copied</source>
        <translation>kopiert</translation>
    </message>
    <message>
        <source>copied, filled, imported</source>
        <translation>kopiert, gefüllt, importiert</translation>
    </message>
    <message>
        <source>cores</source>
        <translation>Kerne</translation>
    </message>
    <message>
        <source>corrected by {model}</source>
        <translation>korrigiert von {model}</translation>
    </message>
    <message>
        <source>could not be filmed ({why}).</source>
        <translation>war nicht zu filmen ({why}).</translation>
    </message>
    <message>
        <source>crop {width} × {height}</source>
        <translation>Ausschnitt {width} × {height}</translation>
    </message>
    <message>
        <source>crops</source>
        <translation>Ausschnitte</translation>
    </message>
    <message>
        <source>cut short</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>declares XML entities.</source>
        <translation>definiert XML-Entitäten.</translation>
    </message>
    <message>
        <source>detected</source>
        <translation>erkannt</translation>
    </message>
    <message>
        <source>detected by {model}</source>
        <translation>erkannt von {model}</translation>
    </message>
    <message>
        <source>detector</source>
        <translation>Detektor</translation>
    </message>
    <message>
        <source>device {device!r}</source>
        <translation>Gerät {device!r}</translation>
    </message>
    <message>
        <source>did not look at the same frames.</source>
        <translation>haben nicht dieselben Bilder angesehen.</translation>
    </message>
    <message>
        <source>differ by {px} px</source>
        <translation>liegen {px} px auseinander</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>distance {a} to {b}</source>
        <translation>{a} – {b}</translation>
    </message>
    <message>
        <source>does not exist.</source>
        <translation>gibt es nicht.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>double click on its ruler</source>
        <translation>Doppelklick auf ihr Lineal</translation>
    </message>
    <message>
        <source>drag</source>
        <translation>ziehen</translation>
    </message>
    <message>
        <source>drag it</source>
        <translation>es ziehen</translation>
    </message>
    <message>
        <source>drawing by hand</source>
        <translation>Freihandlinie</translation>
    </message>
    <message>
        <source>ear</source>
        <translation>Ohr</translation>
    </message>
    <message>
        <source>elbow</source>
        <translation>Ellbogen</translation>
    </message>
    <message>
        <source>elbow bent</source>
        <translation>Ellbogen gebeugt</translation>
    </message>
    <message>
        <source>ends in the middle of its header: it was cut off.</source>
        <translation>endet mitten im Kopf: Die Datei wurde abgeschnitten.</translation>
    </message>
    <message>
        <source>epoch {n}</source>
        <translation>Epoche {n}</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>everything between is labelled already.</source>
        <translation>dazwischen ist schon alles gesetzt.</translation>
    </message>
    <message>
        <source>exit code {code}</source>
        <translation>Rückgabewert {code}</translation>
    </message>
    <message>
        <source>eye</source>
        <translation>Auge</translation>
    </message>
    <message>
        <source>eye inner</source>
        <translation>Auge innen</translation>
    </message>
    <message>
        <source>eye outer</source>
        <translation>Auge außen</translation>
    </message>
    <message>
        <source>face</source>
        <translation>Gesicht</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>mäßig</translation>
    </message>
    <message>
        <source>fewer than two of its views are in the camera file.</source>
        <translation>weniger als zwei ihrer Ansichten sind in der Kameradatei.</translation>
    </message>
    <message>
        <source>first third</source>
        <translation>erstes Drittel</translation>
    </message>
    <message>
        <source>foot index</source>
        <translation>Fußspitze</translation>
    </message>
    <message>
        <source>for DeepLabCut</source>
        <translation>für DeepLabCut</translation>
    </message>
    <message>
        <source>for DeepLabCut and pandas</source>
        <translation>für DeepLabCut und pandas</translation>
    </message>
    <message>
        <source>for NumPy</source>
        <translation>für NumPy</translation>
    </message>
    <message>
        <source>for OpenSim</source>
        <translation>für OpenSim</translation>
    </message>
    <message>
        <source>for Pose2Sim, Kinovea, OpenPose&apos;s readers</source>
        <translation>für Pose2Sim, Kinovea und was OpenPose liest</translation>
    </message>
    <message>
        <source>for SLEAP and sleap-io</source>
        <translation>für SLEAP und sleap-io</translation>
    </message>
    <message>
        <source>for animation programs</source>
        <translation>für Animationsprogramme</translation>
    </message>
    <message>
        <source>for motion capture programs</source>
        <translation>für Motion-Capture-Programme</translation>
    </message>
    <message>
        <source>for pose estimation</source>
        <translation>für die Posenerkennung</translation>
    </message>
    <message>
        <source>for spreadsheets</source>
        <translation>für Tabellenprogramme</translation>
    </message>
    <message>
        <source>frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>frame {frame} · not seen by both detectors</source>
        <translation>Bild {frame} · nicht von beiden Detektoren gesehen</translation>
    </message>
    <message>
        <source>frame {frame} · {n} % of the torso ({px} px) apart · most: {joint}, {most} px</source>
        <translation>Bild {frame} · {n} % des Rumpfs ({px} px) auseinander · am meisten: {joint}, {most} px</translation>
    </message>
    <message>
        <source>frame {n}</source>
        <translation>Bild {n}</translation>
    </message>
    <message>
        <source>frame {n} does not move all bones.</source>
        <translation>Bild {n} bewegt nicht alle Knochen.</translation>
    </message>
    <message>
        <source>frame {n}, {bone},</source>
        <translation>Bild {n}, {bone},</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>frames {start} to {stop}</source>
        <translation>Bilder {start} bis {stop}</translation>
    </message>
    <message>
        <source>frames {start}:{stop}:{step} are not in it.</source>
        <translation>die Bilder {start}:{stop}:{step} sind nicht darin.</translation>
    </message>
    <message>
        <source>frames/s</source>
        <translation>Bilder/s</translation>
    </message>
    <message>
        <source>from every {nth} frame</source>
        <translation>aus jedem {nth} Bild</translation>
    </message>
    <message>
        <source>from the other views</source>
        <translation>aus den anderen Ansichten</translation>
    </message>
    <message>
        <source>from this step on, about an adult&apos;s.</source>
        <translation>ab diesem Schritt, um die eines Erwachsenen.</translation>
    </message>
    <message>
        <source>from this step on; whole bodies come first.</source>
        <translation>ab diesem Schritt; zuerst kommen ganze Körper.</translation>
    </message>
    <message>
        <source>front hip {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist die vordere Hüfte {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>front hip {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist die vordere Hüfte {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>front knee {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist das vordere Knie {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>front knee {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist das vordere Knie {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>goes by what a lifter was made for, and there is none.</source>
        <translation>richtet sich danach, wofür ein Lifter gemacht wurde, und es gibt keinen.</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>hand</source>
        <translation>Hand</translation>
    </message>
    <message>
        <source>hardly seen here</source>
        <translation>hier kaum zu sehen</translation>
    </message>
    <message>
        <source>has a damaged sound track: {bad} of {total} packets cannot be decoded.</source>
        <translation>hat eine beschädigte Tonspur: {bad} von {total} Paketen sind nicht zu dekodieren.</translation>
    </message>
    <message>
        <source>has a sound track of which nothing can be decoded.</source>
        <translation>hat eine Tonspur, von der nichts zu dekodieren ist.</translation>
    </message>
    <message>
        <source>has a sound track without any sound.</source>
        <translation>hat eine Tonspur ohne Ton.</translation>
    </message>
    <message>
        <source>has a time stamp that is not a number.</source>
        <translation>hat einen Zeitstempel, der keine Zahl ist.</translation>
    </message>
    <message>
        <source>has a video track without a single frame.</source>
        <translation>hat eine Videospur ohne ein einziges Bild.</translation>
    </message>
    <message>
        <source>has keypoints of the shape {shape}.</source>
        <translation>hat Gelenkpunkte der Form {shape}.</translation>
    </message>
    <message>
        <source>has missing or infinite joints.</source>
        <translation>hat fehlende oder unendliche Gelenke.</translation>
    </message>
    <message>
        <source>has no frame that can be decoded.</source>
        <translation>hat kein Bild, das zu dekodieren ist.</translation>
    </message>
    <message>
        <source>has no sound.</source>
        <translation>hat keinen Ton.</translation>
    </message>
    <message>
        <source>has no such poses.</source>
        <translation>hat keine solchen Posen.</translation>
    </message>
    <message>
        <source>has no video in it.</source>
        <translation>enthält kein Video.</translation>
    </message>
    <message>
        <source>has nobody in it or no frame rate.</source>
        <translation>enthält niemanden oder hat keine Bildrate.</translation>
    </message>
    <message>
        <source>has sound but no video.</source>
        <translation>hat Ton, aber kein Bild.</translation>
    </message>
    <message>
        <source>has sound that is coded in a way this program cannot decode.</source>
        <translation>hat Ton, dessen Kodierung dieses Programm nicht lesen kann.</translation>
    </message>
    <message>
        <source>has the shape {shape}.</source>
        <translation>hat die Form {shape}.</translation>
    </message>
    <message>
        <source>has too many projects of this name.</source>
        <translation>hat zu viele Projekte dieses Namens.</translation>
    </message>
    <message>
        <source>has {frames} frames but times of the shape {times}.</source>
        <translation>hat {frames} Bilder, aber Zeiten der Form {times}.</translation>
    </message>
    <message>
        <source>have nothing to lift: nobody was found in any view yet.</source>
        <translation>haben nichts, woraus 3D würde: Noch ist in keiner Ansicht jemand gefunden.</translation>
    </message>
    <message>
        <source>have nothing to lift: nobody was found in these frames.</source>
        <translation>haben nichts, woraus 3D würde: In diesen Bildern wurde niemand gefunden.</translation>
    </message>
    <message>
        <source>have {joints} and {others} joints.</source>
        <translation>haben {joints} und {others} Gelenke.</translation>
    </message>
    <message>
        <source>have {joints} joints, {skeleton} has {count}.</source>
        <translation>haben {joints} Gelenke, {skeleton} hat {count}.</translation>
    </message>
    <message>
        <source>head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>heel</source>
        <translation>Ferse</translation>
    </message>
    <message>
        <source>here</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verdeckt</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>hip</source>
        <translation>Hüfte</translation>
    </message>
    <message>
        <source>holds video data, but none of it can be decoded.</source>
        <translation>enthält Videodaten, aber nichts davon ist zu dekodieren.</translation>
    </message>
    <message>
        <source>image {file!r} does not say which frame it is</source>
        <translation>{file!r} sagt nicht, welches Bild es ist</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>in the picture</source>
        <translation>im Bild</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>index</source>
        <translation>Zeigefinger</translation>
    </message>
    <message>
        <source>interpolated</source>
        <translation>interpoliert</translation>
    </message>
    <message>
        <source>is a folder.</source>
        <translation>ist ein Ordner.</translation>
    </message>
    <message>
        <source>is a picture, which has no end.</source>
        <translation>ist ein Bild, das kein Ende hat.</translation>
    </message>
    <message>
        <source>is a still image, not a recording.</source>
        <translation>ist ein Foto, keine Aufnahme.</translation>
    </message>
    <message>
        <source>is coded in a way that this program cannot decode.</source>
        <translation>ist so kodiert, dass dieses Programm es nicht lesen kann.</translation>
    </message>
    <message>
        <source>is empty (0 bytes).</source>
        <translation>ist leer (0 Bytes).</translation>
    </message>
    <message>
        <source>is in the recording already, as {view}.</source>
        <translation>ist schon in der Aufnahme, als {view}.</translation>
    </message>
    <message>
        <source>is neither a video nor a sound file, or its beginning is damaged.</source>
        <translation>ist weder ein Video noch eine Tondatei, oder der Anfang ist beschädigt.</translation>
    </message>
    <message>
        <source>is no camera file ({why}).</source>
        <translation>ist keine Kameradatei ({why}).</translation>
    </message>
    <message>
        <source>is no view of this project with poses.</source>
        <translation>ist keine Ansicht dieses Projekts mit Posen.</translation>
    </message>
    <message>
        <source>is no view of this project.</source>
        <translation>ist keine Ansicht dieses Projekts.</translation>
    </message>
    <message>
        <source>is none.</source>
        <translation>ist keiner.</translation>
    </message>
    <message>
        <source>is not a complete Qualisys calibration ({why}).</source>
        <translation>ist keine vollständige Kalibrierung von Qualisys ({why}).</translation>
    </message>
    <message>
        <source>is not a file.</source>
        <translation>ist keine Datei.</translation>
    </message>
    <message>
        <source>is not a name for a film.</source>
        <translation>ist kein Name für einen Film.</translation>
    </message>
    <message>
        <source>is not a name for a picture.</source>
        <translation>ist kein Name für ein Bild.</translation>
    </message>
    <message>
        <source>is not a name for a report.</source>
        <translation>ist kein Name für einen Bericht.</translation>
    </message>
    <message>
        <source>is not a video file, or its beginning is damaged.</source>
        <translation>ist keine Videodatei, oder der Anfang ist beschädigt.</translation>
    </message>
    <message>
        <source>is not an order of {joints} joints.</source>
        <translation>ist keine Reihenfolge von {joints} Gelenken.</translation>
    </message>
    <message>
        <source>is not seen at one of these moments.</source>
        <translation>ist in einem dieser Momente nicht zu sehen.</translation>
    </message>
    <message>
        <source>is not the truth of a studio recording ({why}).</source>
        <translation>ist nicht die Wahrheit einer Studioaufnahme ({why}).</translation>
    </message>
    <message>
        <source>is of a figure {height:.2f} m tall.</source>
        <translation>ist die einer {height:.2f} m großen Figur.</translation>
    </message>
    <message>
        <source>is one of the recording&apos;s videos.</source>
        <translation>ist eines der Videos der Aufnahme.</translation>
    </message>
    <message>
        <source>is one {by_hand}.</source>
        <translation>ist eine, {by_hand}.</translation>
    </message>
    <message>
        <source>is too big for a camera calibration.</source>
        <translation>ist zu groß für eine Kamerakalibrierung.</translation>
    </message>
    <message>
        <source>is {length:.2f} s at {fps:.1f} frames/s, which the lifter was not trained for.</source>
        <translation>sind {length:.2f} s bei {fps:.1f} Bildern/s, wofür der Lifter nicht trainiert ist.</translation>
    </message>
    <message>
        <source>it</source>
        <translation>die Datei</translation>
    </message>
    <message>
        <source>it belongs to another network or method.</source>
        <translation>er gehört zu einem anderen Netz oder Verfahren.</translation>
    </message>
    <message>
        <source>it cannot be read ({why}).</source>
        <translation>die Datei kann nicht gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>it cannot be read as HDF5 ({why}).</source>
        <translation>die Datei kann nicht als HDF5 gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>it cannot be read as a BlazePose graph ({why}).</source>
        <translation>sie kann nicht als Graph von BlazePose gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>it cannot be read as a MATLAB 5 file ({why}).</source>
        <translation>die Datei kann nicht als MATLAB-5-Datei gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>it cannot be read as a MATLAB 7.3 file ({why}).</source>
        <translation>die Datei kann nicht als MATLAB-7.3-Datei gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>it cannot be read as text ({why}).</source>
        <translation>sie kann nicht als Text gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>it cannot be read.</source>
        <translation>die Datei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>it cannot be written ({why}).</source>
        <translation>die Datei kann nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>it cannot follow corrections ({why}).</source>
        <translation>es kann Korrekturen nicht folgen ({why}).</translation>
    </message>
    <message>
        <source>it does not begin as one</source>
        <translation>sie beginnt nicht wie eine</translation>
    </message>
    <message>
        <source>it does not lie between two labelled frames.</source>
        <translation>es liegt nicht zwischen zwei bearbeiteten Bildern.</translation>
    </message>
    <message>
        <source>it does not tell which view its body is to stand in.</source>
        <translation>sie sagt nicht, in welcher Ansicht der Körper stehen soll.</translation>
    </message>
    <message>
        <source>it finds {count} joints, and {asked} is no skeleton of so many.</source>
        <translation>das Netz findet {count} Gelenke, und {asked} ist kein Skelett mit so vielen.</translation>
    </message>
    <message>
        <source>it finds {count} joints.</source>
        <translation>das Netz findet {count} Gelenke.</translation>
    </message>
    <message>
        <source>it found nobody in this view.</source>
        <translation>er hat in dieser Ansicht niemanden gefunden.</translation>
    </message>
    <message>
        <source>it gives nothing, which is not what YOLOX or RTMDet give.</source>
        <translation>das Netz ergibt nichts; YOLOX und RTMDet ergeben etwas.</translation>
    </message>
    <message>
        <source>it gives {shape}, which is not what YOLOX or RTMDet give.</source>
        <translation>das Netz ergibt {shape}, was YOLOX oder RTMDet nicht ergeben.</translation>
    </message>
    <message>
        <source>it has a fisheye lens, whose model is another</source>
        <translation>sie hat eine Fischaugenlinse, deren Modell ein anderes ist</translation>
    </message>
    <message>
        <source>it has fields of no meaning: {names}.</source>
        <translation>sie hat Felder ohne Bedeutung: {names}.</translation>
    </message>
    <message>
        <source>it has lifted none of the frames.</source>
        <translation>er hat aus keinem der Bilder 3D bestimmt.</translation>
    </message>
    <message>
        <source>it has more frames than any video</source>
        <translation>sie hat mehr Bilder als jedes Video</translation>
    </message>
    <message>
        <source>it has no 2D (data_input), as those made of AMASS.</source>
        <translation>die Datei hat kein 2D (data_input), wie die aus AMASS gemachten.</translation>
    </message>
    <message>
        <source>it has no annotations with keypoints</source>
        <translation>sie hat keine Annotationen mit Gelenkpunkten</translation>
    </message>
    <message>
        <source>it has no frames</source>
        <translation>sie hat keine Bilder</translation>
    </message>
    <message>
        <source>it has no frames.</source>
        <translation>sie hat keine Bilder.</translation>
    </message>
    <message>
        <source>it has no joints of neck and head that are known.</source>
        <translation>sie hat keine bekannten Gelenke von Hals und Kopf.</translation>
    </message>
    <message>
        <source>it has no list of people</source>
        <translation>sie hat keine Liste von Personen</translation>
    </message>
    <message>
        <source>it has no markers of {joints}.</source>
        <translation>die Datei hat keine Marker für {joints}.</translation>
    </message>
    <message>
        <source>it has no picture with joints in 2D and 3D.</source>
        <translation>darin ist kein Bild mit Gelenken in 2D und 3D.</translation>
    </message>
    <message>
        <source>it has no places of a body, or some that are kilometres away.</source>
        <translation>die Datei hat keine Orte eines Körpers, oder kilometerweit entfernte.</translation>
    </message>
    <message>
        <source>it has no {field} with a cell for each of 14 cameras.</source>
        <translation>darin ist kein {field} mit einer Zelle für jede von 14 Kameras.</translation>
    </message>
    <message>
        <source>it has no {key}</source>
        <translation>{key} fehlt</translation>
    </message>
    <message>
        <source>it has numbers that are not finite.</source>
        <translation>die Datei enthält Zahlen, die nicht endlich sind.</translation>
    </message>
    <message>
        <source>it has {frames} frames with {people} people of {joints} joints, which is too much</source>
        <translation>sie hat {frames} Bilder mit {people} Personen zu {joints} Gelenken, was zu viel ist</translation>
    </message>
    <message>
        <source>it has {n} HD cameras, and {name} is not one.</source>
        <translation>darin sind {n} HD-Kameras, und {name} ist keine davon.</translation>
    </message>
    <message>
        <source>it has {n} distortion values, not 4 or 5</source>
        <translation>sie hat {n} Verzeichnungswerte, nicht 4 oder 5</translation>
    </message>
    <message>
        <source>it has {n} views, not one numbered {number}.</source>
        <translation>er hat {n} Ansichten, keine mit der Nummer {number}.</translation>
    </message>
    <message>
        <source>it holds a matrix that is damaged ({why}).</source>
        <translation>die Datei enthält eine beschädigte Matrix ({why}).</translation>
    </message>
    <message>
        <source>it holds no state dict.</source>
        <translation>die Datei enthält kein State-Dict.</translation>
    </message>
    <message>
        <source>it holds no weights of Keras that can be read ({kind}).</source>
        <translation>die Datei enthält keine lesbaren Gewichte von Keras ({kind}).</translation>
    </message>
    <message>
        <source>it holds no weights that are safe to read ({kind}).</source>
        <translation>die Datei enthält keine Gewichte, die gefahrlos zu lesen sind ({kind}).</translation>
    </message>
    <message>
        <source>it holds parameters of bodies, not joints.</source>
        <translation>das sind Parameter von Körpern, keine Gelenke.</translation>
    </message>
    <message>
        <source>it holds something that is no number ({why}).</source>
        <translation>die Datei enthält etwas, das keine Zahl ist ({why}).</translation>
    </message>
    <message>
        <source>it holds weights of {family}, and nothing tells what may be done with them.</source>
        <translation>die Datei enthält Gewichte von {family}, und nichts sagt, was damit erlaubt ist.</translation>
    </message>
    <message>
        <source>it holds {family}, which does not lift by itself.</source>
        <translation>die Datei enthält {family}, was allein kein 3D bestimmt.</translation>
    </message>
    <message>
        <source>it holds {rows} labelled persons with {points} points, more than {most} and {most_points}</source>
        <translation>sie enthält {rows} bearbeitete Personen mit {points} Punkten, mehr als {most} und {most_points}</translation>
    </message>
    <message>
        <source>it is a detector, which has no {names}.</source>
        <translation>das ist ein Detektor; {names} hat er nicht.</translation>
    </message>
    <message>
        <source>it is a folder, not a file.</source>
        <translation>das ist ein Ordner, keine Datei.</translation>
    </message>
    <message>
        <source>it is a lifter, which has no {names}.</source>
        <translation>das ist ein Lifter; {names} hat er nicht.</translation>
    </message>
    <message>
        <source>it is a list of something else than results</source>
        <translation>sie ist eine Liste von etwas anderem als Ergebnissen</translation>
    </message>
    <message>
        <source>it is damaged or cut off</source>
        <translation>sie ist beschädigt oder abgeschnitten</translation>
    </message>
    <message>
        <source>it is given standardized keypoints, but not the statistics to make them with.</source>
        <translation>es bekommt standardisierte Gelenkpunkte, aber nicht die Statistik, mit der sie entstehen.</translation>
    </message>
    <message>
        <source>it is larger than a frame&apos;s</source>
        <translation>sie ist größer als die eines Bildes</translation>
    </message>
    <message>
        <source>it is larger than any C3D file.</source>
        <translation>die Datei ist größer als jede C3D-Datei.</translation>
    </message>
    <message>
        <source>it is larger than any TRC file.</source>
        <translation>die Datei ist größer als jede TRC-Datei.</translation>
    </message>
    <message>
        <source>it is larger than any table of DeepLabCut.</source>
        <translation>die Datei ist größer als jede Tabelle von DeepLabCut.</translation>
    </message>
    <message>
        <source>it is no JSON ({why}).</source>
        <translation>das ist kein JSON ({why}).</translation>
    </message>
    <message>
        <source>it is no TOML file ({why}).</source>
        <translation>das ist keine TOML-Datei ({why}).</translation>
    </message>
    <message>
        <source>it is no TOML file of settings ({why}).</source>
        <translation>das ist keine TOML-Datei mit Einstellungen ({why}).</translation>
    </message>
    <message>
        <source>it is no checkpoint.</source>
        <translation>das ist kein Zwischenstand.</translation>
    </message>
    <message>
        <source>it is no detector that learns here.</source>
        <translation>das ist kein Detektor, der hier lernt.</translation>
    </message>
    <message>
        <source>it is no graph that finds joints in a crop of one size (SimCC).</source>
        <translation>das ist kein Graph, der Gelenke in einem Ausschnitt fester Größe findet (SimCC).</translation>
    </message>
    <message>
        <source>it is no graph that finds people in a picture.</source>
        <translation>das ist kein Graph, der Personen in einem Bild findet.</translation>
    </message>
    <message>
        <source>it is no table of detector noise ({why!r}).</source>
        <translation>das ist keine Tabelle des Rauschens eines Detektors ({why!r}).</translation>
    </message>
    <message>
        <source>it is no video that can be read.</source>
        <translation>das ist kein lesbares Video.</translation>
    </message>
    <message>
        <source>it is no whole skeleton ({why}).</source>
        <translation>das ist kein vollständiges Skelett ({why}).</translation>
    </message>
    <message>
        <source>it is not a TFLite file.</source>
        <translation>das ist keine TFLite-Datei.</translation>
    </message>
    <message>
        <source>it is not an object</source>
        <translation>sie ist kein Objekt</translation>
    </message>
    <message>
        <source>it is not as it should be ({why}).</source>
        <translation>die Datei ist nicht, wie sie sein soll ({why}).</translation>
    </message>
    <message>
        <source>it is not done, or began from scratch: nothing was before.</source>
        <translation>er ist nicht fertig, oder begann von Grund auf: Vorher war nichts.</translation>
    </message>
    <message>
        <source>it is not of one or two people.</source>
        <translation>darin sind nicht eine oder zwei Personen.</translation>
    </message>
    <message>
        <source>it is not of {n} cameras.</source>
        <translation>das sind nicht {n} Kameras.</translation>
    </message>
    <message>
        <source>it is not the wheel of {wheel} ({why}).</source>
        <translation>das ist nicht das Wheel von {wheel} ({why}).</translation>
    </message>
    <message>
        <source>it is of another network ({why}).</source>
        <translation>das gehört zu einem anderen Netz ({why}).</translation>
    </message>
    <message>
        <source>it is of pictures of {w} × {h} pixels; those of {view} have {width} × {height}.</source>
        <translation>sie gilt für Bilder von {w} × {h} Pixeln; die von {view} haben {width} × {height}.</translation>
    </message>
    <message>
        <source>it is too large for poses.</source>
        <translation>die Datei ist zu groß für Posen.</translation>
    </message>
    <message>
        <source>it is too large for such a file.</source>
        <translation>sie ist zu groß für eine solche Datei.</translation>
    </message>
    <message>
        <source>it is too large for the weights of this network.</source>
        <translation>die Datei ist zu groß für die Gewichte dieses Netzes.</translation>
    </message>
    <message>
        <source>it is too large for weights.</source>
        <translation>die Datei ist zu groß für Gewichte.</translation>
    </message>
    <message>
        <source>it keeps data in other files</source>
        <translation>sie hält Daten in anderen Dateien</translation>
    </message>
    <message>
        <source>it keeps data in other files, or too much</source>
        <translation>sie hält Daten in anderen Dateien, oder zu viele</translation>
    </message>
    <message>
        <source>it lacks {names}.</source>
        <translation>darin fehlt: {names}.</translation>
    </message>
    <message>
        <source>it lacks {names}; it has {there}.</source>
        <translation>darin fehlt: {names}; da ist: {there}.</translation>
    </message>
    <message>
        <source>it lasts {factor} × as long as its sound</source>
        <translation>sie dauert {factor} × so lang wie ihr Ton</translation>
    </message>
    <message>
        <source>it lifts key-frames, not every frame.</source>
        <translation>er bestimmt 3D aus Schlüsselbildern, nicht aus jedem Bild.</translation>
    </message>
    <message>
        <source>it moves {joint!r}, which {skeleton} does not have.</source>
        <translation>sie bewegt {joint!r}; das hat {skeleton} nicht.</translation>
    </message>
    <message>
        <source>it names no bodyparts and coords</source>
        <translation>sie nennt keine bodyparts und coords</translation>
    </message>
    <message>
        <source>it names {name}, which {what} have no use for: it may be meant to do harm. Nothing in it was run.</source>
        <translation>die Datei nennt {name}, wofür {what} keine Verwendung haben: Sie soll vielleicht Schaden anrichten. Nichts darin wurde ausgeführt.</translation>
    </message>
    <message>
        <source>it points elsewhere</source>
        <translation>sie verweist auf anderes</translation>
    </message>
    <message>
        <source>it points elsewhere, or has too many parts</source>
        <translation>sie verweist auf anderes oder hat zu viele Teile</translation>
    </message>
    <message>
        <source>it sees {n} frames, and a picture is one.</source>
        <translation>er sieht {n} Bilder, und ein Foto ist eines.</translation>
    </message>
    <message>
        <source>it speaks in the space of the picture, not in metres.</source>
        <translation>er rechnet im Raum des Bildes, nicht in Metern.</translation>
    </message>
    <message>
        <source>it speaks of {frames} frames of {count} points, which it does not have</source>
        <translation>sie spricht von {frames} Bildern mit {count} Punkten, die sie nicht hat</translation>
    </message>
    <message>
        <source>it takes crops of {w} × {h} alone.</source>
        <translation>das Netz nimmt nur Ausschnitte von {w} × {h}.</translation>
    </message>
    <message>
        <source>it takes {taken}, which cannot be made of {skeleton}.</source>
        <translation>er nimmt {taken}, was aus {skeleton} nicht zu machen ist.</translation>
    </message>
    <message>
        <source>it takes {taken}; recordings are read as {read}.</source>
        <translation>er nimmt {taken}; Aufnahmen werden als {read} gelesen.</translation>
    </message>
    <message>
        <source>it tells of {frames} frames of {seconds:g} s and has {count}.</source>
        <translation>sie spricht von {frames} Bildern zu {seconds:g} s und hat {count}.</translation>
    </message>
    <message>
        <source>it was not made for the frame rates of these views.</source>
        <translation>er ist nicht für die Bildraten dieser Ansichten gemacht.</translation>
    </message>
    <message>
        <source>its 3D does not follow corrections. {why}</source>
        <translation>ihr 3D folgt Korrekturen nicht. {why}</translation>
    </message>
    <message>
        <source>its bodies are no list.</source>
        <translation>ihre Körper sind keine Liste.</translation>
    </message>
    <message>
        <source>its bones do not hang on bones before them, or its length is none.</source>
        <translation>ihre Knochen hängen nicht an Knochen vor ihnen, oder ihre Länge ist keine.</translation>
    </message>
    <message>
        <source>its cameras ({cameras}) are not those of the views ({views}).</source>
        <translation>ihre Kameras ({cameras}) sind nicht die der Ansichten ({views}).</translation>
    </message>
    <message>
        <source>its cameras are no list.</source>
        <translation>ihre Kameras sind keine Liste.</translation>
    </message>
    <message>
        <source>its cameras have {frames} frames.</source>
        <translation>ihre Kameras haben verschieden viele Bilder: {frames}.</translation>
    </message>
    <message>
        <source>its card names no weights.</source>
        <translation>die Karte nennt keine Gewichte.</translation>
    </message>
    <message>
        <source>its columns are not those of DeepLabCut</source>
        <translation>ihre Spalten sind nicht die von DeepLabCut</translation>
    </message>
    <message>
        <source>its content is not what the model&apos;s card promises (sha256).</source>
        <translation>der Inhalt ist nicht, was die Karte des Modells verspricht (sha256).</translation>
    </message>
    <message>
        <source>its convention does not fit ({why}).</source>
        <translation>die Konvention passt nicht ({why}).</translation>
    </message>
    <message>
        <source>its file takes crops of {size} and finds {joints} joints, its card says otherwise.</source>
        <translation>die Datei nimmt Ausschnitte von {size} und findet {joints} Gelenke, die Karte sagt es anders.</translation>
    </message>
    <message>
        <source>its first line does not begin with PathFileType.</source>
        <translation>ihre erste Zeile beginnt nicht mit PathFileType.</translation>
    </message>
    <message>
        <source>its frame rate is {rate:g}.</source>
        <translation>ihre Bildrate ist {rate:g}.</translation>
    </message>
    <message>
        <source>its frame {n} has a value that is no number</source>
        <translation>ihr Bild {n} hat einen Wert, der keine Zahl ist</translation>
    </message>
    <message>
        <source>its frame {n} has {values} values, not {count}</source>
        <translation>ihr Bild {n} hat {values} Werte, nicht {count}</translation>
    </message>
    <message>
        <source>its frames are numbered from {first} to {last}.</source>
        <translation>die Bilder darin sind von {first} bis {last} nummeriert.</translation>
    </message>
    <message>
        <source>its hierarchy has no end.</source>
        <translation>ihre Hierarchie hat kein Ende.</translation>
    </message>
    <message>
        <source>its joints ({names}) are those of no skeleton that is known here</source>
        <translation>ihre Gelenke ({names}) gehören zu keinem hier bekannten Skelett</translation>
    </message>
    <message>
        <source>its joints are locked.</source>
        <translation>die Gelenke sind gesperrt.</translation>
    </message>
    <message>
        <source>its joints are not known: {names}.</source>
        <translation>ihre Gelenke sind nicht bekannt: {names}.</translation>
    </message>
    <message>
        <source>its joints do not hang on joints before them.</source>
        <translation>ihre Gelenke hängen nicht an vorangehenden Gelenken.</translation>
    </message>
    <message>
        <source>its legs are {length:.4g} long, which is a person&apos;s in no unit.</source>
        <translation>die Beine sind {length:.4g} lang; so sind sie bei niemandem, in keiner Einheit.</translation>
    </message>
    <message>
        <source>its matrix is not one of a camera</source>
        <translation>ihre Matrix ist nicht die einer Kamera</translation>
    </message>
    <message>
        <source>its network cannot be built ({why}).</source>
        <translation>das Netz kann nicht gebaut werden ({why}).</translation>
    </message>
    <message>
        <source>its parameters cannot be found</source>
        <translation>ihre Parameter sind nicht zu finden</translation>
    </message>
    <message>
        <source>its picture is {w} × {h}, that of the view {width} × {height}</source>
        <translation>ihr Bild ist {w} × {h}, das der Ansicht {width} × {height}</translation>
    </message>
    <message>
        <source>its pictures are of {w} × {h} pixels, its joints of pictures of {width} × {height}.</source>
        <translation>die Bilder haben {w} × {h} Pixel, die Gelenke gehören zu Bildern von {width} × {height}.</translation>
    </message>
    <message>
        <source>its pictures were coded for {rate} frames a second</source>
        <translation>ihre Bilder wurden für {rate} Bilder je Sekunde kodiert</translation>
    </message>
    <message>
        <source>its pose file is not what the project says it is ({why}).</source>
        <translation>die Posendatei ist nicht die, die das Projekt nennt ({why}).</translation>
    </message>
    <message>
        <source>its poses are of another video.</source>
        <translation>die Posen gehören zu einem anderen Video.</translation>
    </message>
    <message>
        <source>its poses do not fit ({why}).</source>
        <translation>die Posen passen nicht ({why}).</translation>
    </message>
    <message>
        <source>its poses were changed before the check began.</source>
        <translation>die Posen wurden geändert, bevor die Prüfung begann.</translation>
    </message>
    <message>
        <source>its poses were changed before the comparison began.</source>
        <translation>die Posen wurden geändert, bevor der Vergleich begann.</translation>
    </message>
    <message>
        <source>its poses were changed before the run began.</source>
        <translation>die Posen wurden geändert, bevor der Lauf begann.</translation>
    </message>
    <message>
        <source>its process ended before its time.</source>
        <translation>sein Prozess endete vorzeitig.</translation>
    </message>
    <message>
        <source>its process ended.</source>
        <translation>ihr Prozess endete.</translation>
    </message>
    <message>
        <source>its row {n} is none of {names}</source>
        <translation>ihre Zeile {n} ist keine von {names}</translation>
    </message>
    <message>
        <source>its rows are pictures, not frames</source>
        <translation>ihre Zeilen sind Einzelbilder, nicht Bilder eines Videos</translation>
    </message>
    <message>
        <source>its settings do not fit ({why}).</source>
        <translation>die Einstellungen passen nicht ({why}).</translation>
    </message>
    <message>
        <source>its settings do not fit: {faults}.</source>
        <translation>die Einstellungen passen nicht: {faults}.</translation>
    </message>
    <message>
        <source>its size is not in whole pixels</source>
        <translation>ihre Größe ist nicht in ganzen Pixeln</translation>
    </message>
    <message>
        <source>its skeleton is {skeleton}, that of {reference} is {other}.</source>
        <translation>ihr Skelett ist {skeleton}, das von {reference} ist {other}.</translation>
    </message>
    <message>
        <source>its sound is {ms} ms early against the others&apos;</source>
        <translation>ihr Ton kommt {ms} ms früher als der der anderen</translation>
    </message>
    <message>
        <source>its sound is {ms} ms late against the others&apos;</source>
        <translation>ihr Ton kommt {ms} ms später als der der anderen</translation>
    </message>
    <message>
        <source>its speed could not be measured: the process ended before its time.</source>
        <translation>seine Geschwindigkeit ließ sich nicht messen: Der Prozess endete vorzeitig.</translation>
    </message>
    <message>
        <source>its tables unpack to {size:.0f} MB</source>
        <translation>ihre Tabellen haben entpackt {size:.0f} MB</translation>
    </message>
    <message>
        <source>its unit is {unit!r}, not m, cm or mm</source>
        <translation>ihre Einheit ist {unit!r}, nicht m, cm oder mm</translation>
    </message>
    <message>
        <source>its videos ({videos}) are not in this project.</source>
        <translation>ihre Videos ({videos}) sind nicht in diesem Projekt.</translation>
    </message>
    <message>
        <source>its weights do not tell {names}; that is known of the published sizes alone.</source>
        <translation>die Gewichte verraten {names} nicht; das ist nur von den veröffentlichten Größen bekannt.</translation>
    </message>
    <message>
        <source>its {key} holds a number that is not finite</source>
        <translation>{key} enthält eine Zahl, die nicht endlich ist</translation>
    </message>
    <message>
        <source>its {key} is not numbers</source>
        <translation>{key} sind keine Zahlen</translation>
    </message>
    <message>
        <source>its {key} is not {shape} numbers</source>
        <translation>{key} sind nicht {shape} Zahlen</translation>
    </message>
    <message>
        <source>its {method} would rather have it {s} s earlier, without being sure: look at it before relying on it</source>
        <translation>nach {method} läge sie eher {s} s früher, wenn auch nicht sicher: ansehen, bevor man sich darauf verlässt</translation>
    </message>
    <message>
        <source>its {method} would rather have it {s} s later, without being sure: look at it before relying on it</source>
        <translation>nach {method} läge sie eher {s} s später, wenn auch nicht sicher: ansehen, bevor man sich darauf verlässt</translation>
    </message>
    <message>
        <source>joint angles</source>
        <translation>Gelenkwinkel</translation>
    </message>
    <message>
        <source>joints</source>
        <translation>Gelenke</translation>
    </message>
    <message>
        <source>joints in 3d</source>
        <translation>Gelenke in 3D</translation>
    </message>
    <message>
        <source>joints that {skeleton} does not have</source>
        <translation>Gelenke, die {skeleton} nicht hat</translation>
    </message>
    <message>
        <source>k of {name} has {n} values, which is no lens of OpenCV&apos;s.</source>
        <translation>k von {name} hat {n} Werte; so eine Linse kennt OpenCV nicht.</translation>
    </message>
    <message>
        <source>key-frame</source>
        <translation>Schlüsselbild</translation>
    </message>
    <message>
        <source>key-frames every {strides} frames do not fit tokens every {s_out}.</source>
        <translation>Schlüsselbilder alle {strides} Bilder passen nicht zu Tokens alle {s_out}.</translation>
    </message>
    <message>
        <source>keypoints in the pictures</source>
        <translation>Gelenkpunkte in den Bildern</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>Knie</translation>
    </message>
    <message>
        <source>knee bent</source>
        <translation>Knie gebeugt</translation>
    </message>
    <message>
        <source>labelled frames beyond the end of their video</source>
        <translation>bearbeitete Bilder nach dem Ende ihres Videos</translation>
    </message>
    <message>
        <source>labelled frames of videos that are not in this project</source>
        <translation>bearbeitete Bilder von Videos, die nicht in diesem Projekt sind</translation>
    </message>
    <message>
        <source>labelled persons that are not in this project</source>
        <translation>bearbeitete Personen, die nicht in diesem Projekt sind</translation>
    </message>
    <message>
        <source>last</source>
        <translation>letztes</translation>
    </message>
    <message>
        <source>lasts {length:.0f} s by its time stamps.</source>
        <translation>dauert nach den Zeitstempeln {length:.0f} s.</translation>
    </message>
    <message>
        <source>leaning forward</source>
        <translation>nach vorn geneigt</translation>
    </message>
    <message>
        <source>leaning to the athlete&apos;s right</source>
        <translation>nach rechts geneigt, von der Person aus</translation>
    </message>
    <message>
        <source>leaning, to whichever side</source>
        <translation>geneigt, zu welcher Seite auch immer</translation>
    </message>
    <message>
        <source>least {value} at {time}</source>
        <translation>min. {value} bei {time}</translation>
    </message>
    <message>
        <source>left ankle</source>
        <translation>linker Knöchel</translation>
    </message>
    <message>
        <source>left elbow</source>
        <translation>linker Ellbogen</translation>
    </message>
    <message>
        <source>left elbow {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist der linke Ellbogen {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>left elbow {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist der linke Ellbogen {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>left hip</source>
        <translation>linke Hüfte</translation>
    </message>
    <message>
        <source>left hip {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist die linke Hüfte {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>left hip {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist die linke Hüfte {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>left knee</source>
        <translation>linkes Knie</translation>
    </message>
    <message>
        <source>left knee {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist das linke Knie {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>left knee {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist das linke Knie {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>left shoulder</source>
        <translation>linke Schulter</translation>
    </message>
    <message>
        <source>left upper arm {amount} higher at {moment}</source>
        <translation>bei „{moment}“ ist der linke Oberarm {amount} höher</translation>
    </message>
    <message>
        <source>left upper arm {amount} lower at {moment}</source>
        <translation>bei „{moment}“ ist der linke Oberarm {amount} tiefer</translation>
    </message>
    <message>
        <source>left wrist</source>
        <translation>linkes Handgelenk</translation>
    </message>
    <message>
        <source>left {joint}</source>
        <translation>{joint} links</translation>
    </message>
    <message>
        <source>leg straight</source>
        <translation>Bein gestreckt</translation>
    </message>
    <message>
        <source>lengths relative</source>
        <translation>Längen relativ</translation>
    </message>
    <message>
        <source>lengths scaled</source>
        <translation>Längen skaliert</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>lies outside of every video.</source>
        <translation>liegt außerhalb aller Videos.</translation>
    </message>
    <message>
        <source>lies outside of every view.</source>
        <translation>liegt außerhalb aller Ansichten.</translation>
    </message>
    <message>
        <source>lies outside of {view}, the reference view.</source>
        <translation>liegt außerhalb von {view}, der Referenzansicht.</translation>
    </message>
    <message>
        <source>lifter</source>
        <translation>Lifter</translation>
    </message>
    <message>
        <source>lifters of key-frames are not spoken to as {name!r}.</source>
        <translation>mit Liftern für Schlüsselbilder wird nicht nach {name!r} gesprochen.</translation>
    </message>
    <message>
        <source>line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>line 4 names no markers.</source>
        <translation>Zeile 4 nennt keine Marker.</translation>
    </message>
    <message>
        <source>line {line} has {n} values, not seq frame x y z.</source>
        <translation>Zeile {line} hat {n} Werte, nicht seq frame x y z.</translation>
    </message>
    <message>
        <source>line {n} has a cell that is no number.</source>
        <translation>Zeile {n} hat eine Zelle, die keine Zahl ist.</translation>
    </message>
    <message>
        <source>line {n} has more than {markers} markers.</source>
        <translation>Zeile {n} hat mehr als {markers} Marker.</translation>
    </message>
    <message>
        <source>line {n}, {why}</source>
        <translation>Zeile {n}, {why}</translation>
    </message>
    <message>
        <source>line {n}: {why}</source>
        <translation>Zeile {n}: {why}</translation>
    </message>
    <message>
        <source>lines 2 and 3 give no DataRate and Units (m, cm or mm).</source>
        <translation>die Zeilen 2 und 3 nennen keine DataRate und Units (m, cm oder mm).</translation>
    </message>
    <message>
        <source>lists more than {most} cameras.</source>
        <translation>enthält mehr als {most} Kameras.</translation>
    </message>
    <message>
        <source>lists no camera.</source>
        <translation>enthält keine Kamera.</translation>
    </message>
    <message>
        <source>made the decoder hang for {s} s.</source>
        <translation>ließ den Decoder {s} s lang hängen.</translation>
    </message>
    <message>
        <source>magnifier</source>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>markers that are no joints</source>
        <translation>Marker, die keine Gelenke sind</translation>
    </message>
    <message>
        <source>marks by hand</source>
        <translation>Marken von Hand</translation>
    </message>
    <message>
        <source>mean_2d, deviation_2d (pixels), mean_3d, deviation_3d, a list of numbers a joint, and unit_m, how many metres a unit of the 3D is</source>
        <translation>mean_2d, deviation_2d (Pixel), mean_3d, deviation_3d, eine Liste von Zahlen je Gelenk, und unit_m, wie viele Meter eine Einheit des 3D hat</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>misst</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>misst …</translation>
    </message>
    <message>
        <source>metres</source>
        <translation>Meter</translation>
    </message>
    <message>
        <source>metric</source>
        <translation>metrisch</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>middle drag</source>
        <translation>mit der mittleren Taste ziehen</translation>
    </message>
    <message>
        <source>millimetres</source>
        <translation>Millimeter</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>missing ({n}): {names}</source>
        <translation>es fehlen ({n}): {names}</translation>
    </message>
    <message>
        <source>missing, click to place it</source>
        <translation>fehlt, zum Setzen klicken</translation>
    </message>
    <message>
        <source>mm</source>
        <translation>mm</translation>
    </message>
    <message>
        <source>more than one view of {project} with poses is called that.</source>
        <translation>mehr als eine Ansicht von {project} mit Posen heißt so.</translation>
    </message>
    <message>
        <source>most {value} at {time}</source>
        <translation>max. {value} bei {time}</translation>
    </message>
    <message>
        <source>mouth</source>
        <translation>Mundwinkel</translation>
    </message>
    <message>
        <source>movement</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>neck</source>
        <translation>Hals</translation>
    </message>
    <message>
        <source>needs a lifter of key-frames, and none is installed.</source>
        <translation>braucht einen Lifter für Schlüsselbilder, und keiner ist installiert.</translation>
    </message>
    <message>
        <source>nested too deeply</source>
        <translation>zu tief verschachtelt</translation>
    </message>
    <message>
        <source>no camera has such a clock.</source>
        <translation>keine Kamera hat eine solche Uhr.</translation>
    </message>
    <message>
        <source>no category has keypoints</source>
        <translation>keine Kategorie hat Gelenkpunkte</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>no clip is left to train on.</source>
        <translation>zum Trainieren bleibt kein Clip übrig.</translation>
    </message>
    <message>
        <source>no column {names}</source>
        <translation>keine Spalte {names}</translation>
    </message>
    <message>
        <source>no copy could be made.</source>
        <translation>keine Kopie konnte angelegt werden.</translation>
    </message>
    <message>
        <source>no decoder could be started ({why}).</source>
        <translation>kein Decoder war zu starten ({why}).</translation>
    </message>
    <message>
        <source>no event is marked in two views.</source>
        <translation>kein Ereignis ist in zwei Ansichten markiert.</translation>
    </message>
    <message>
        <source>no files of frames (NAME_000000000000_keypoints.json) are in it.</source>
        <translation>darin sind keine Dateien von Bildern (NAME_000000000000_keypoints.json).</translation>
    </message>
    <message>
        <source>no format of labels has this ending.</source>
        <translation>kein Format für gesetzte Gelenke hat diese Endung.</translation>
    </message>
    <message>
        <source>no format of poses has this ending.</source>
        <translation>kein Format für Posen hat diese Endung.</translation>
    </message>
    <message>
        <source>no frame after this one is labelled.</source>
        <translation>kein Bild danach ist bearbeitet.</translation>
    </message>
    <message>
        <source>no frame before this one is labelled.</source>
        <translation>kein Bild davor ist bearbeitet.</translation>
    </message>
    <message>
        <source>no frame has exactly one body.</source>
        <translation>kein Bild zeigt genau einen Körper.</translation>
    </message>
    <message>
        <source>no graphics card to compute on</source>
        <translation>keine Grafikkarte zum Rechnen</translation>
    </message>
    <message>
        <source>no joint is chosen.</source>
        <translation>kein Gelenk ist gewählt.</translation>
    </message>
    <message>
        <source>no joint is missing here.</source>
        <translation>hier fehlt kein Gelenk.</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>no network that is known here has weights that are called {names}.</source>
        <translation>kein hier bekanntes Netz hat Gewichte, die {names} heißen.</translation>
    </message>
    <message>
        <source>no picture is left to train on.</source>
        <translation>zum Trainieren bleibt kein Bild übrig.</translation>
    </message>
    <message>
        <source>no process could be started for it ({why}).</source>
        <translation>dafür ließ sich kein Prozess starten ({why}).</translation>
    </message>
    <message>
        <source>no range is set, or this view was not filmed in it.</source>
        <translation>kein Bereich ist gesetzt, oder diese Ansicht wurde darin nicht gefilmt.</translation>
    </message>
    <message>
        <source>no two views see somebody at the same time for long enough.</source>
        <translation>keine zwei Ansichten zeigen lange genug zur selben Zeit jemanden.</translation>
    </message>
    <message>
        <source>no video of this project is where it was.</source>
        <translation>kein Video dieses Projekts ist mehr, wo es war.</translation>
    </message>
    <message>
        <source>no view could be done.</source>
        <translation>keine Ansicht konnte bearbeitet werden.</translation>
    </message>
    <message>
        <source>no view of this project has 3D poses of an athlete.</source>
        <translation>keine Ansicht dieses Projekts hat 3D-Posen einer ausgewählten Person.</translation>
    </message>
    <message>
        <source>no view of this project has poses of an athlete.</source>
        <translation>keine Ansicht dieses Projekts hat Posen einer ausgewählten Person.</translation>
    </message>
    <message>
        <source>no view of this project has poses.</source>
        <translation>keine Ansicht dieses Projekts hat Posen.</translation>
    </message>
    <message>
        <source>no view of {project} with poses is called that.</source>
        <translation>keine Ansicht von {project} mit Posen heißt so.</translation>
    </message>
    <message>
        <source>nobody is called that in the data.</source>
        <translation>in den Daten heißt niemand so.</translation>
    </message>
    <message>
        <source>nobody is in any frame</source>
        <translation>in keinem Bild ist jemand</translation>
    </message>
    <message>
        <source>nobody is in any of its files</source>
        <translation>in keiner der Dateien ist jemand</translation>
    </message>
    <message>
        <source>nobody is in the frames of {view}.</source>
        <translation>in den Bildern von {view} ist niemand.</translation>
    </message>
    <message>
        <source>nobody is known in any view.</source>
        <translation>in keiner Ansicht ist jemand bekannt.</translation>
    </message>
    <message>
        <source>nobody is seen at the box ({place}) in frame {frame}.</source>
        <translation>im Rahmen ({place}) ist in Bild {frame} niemand zu sehen.</translation>
    </message>
    <message>
        <source>nobody is seen at the point ({place}) in frame {frame}.</source>
        <translation>am Punkt ({place}) ist in Bild {frame} niemand zu sehen.</translation>
    </message>
    <message>
        <source>nobody was found in any view yet.</source>
        <translation>noch ist in keiner Ansicht jemand gefunden.</translation>
    </message>
    <message>
        <source>nobody was found in this view.</source>
        <translation>in dieser Ansicht wurde niemand gefunden.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>none of its pictures of camera {camera} are there.</source>
        <translation>von den Bildern der Kamera {camera} ist keines da.</translation>
    </message>
    <message>
        <source>none of its videos is {view}.</source>
        <translation>keines ihrer Videos ist {view}.</translation>
    </message>
    <message>
        <source>nose</source>
        <translation>Nase</translation>
    </message>
    <message>
        <source>not even one clip of a batch fits into memory.</source>
        <translation>nicht einmal ein Clip eines Stapels passt in den Speicher.</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>nicht zu sehen</translation>
    </message>
    <message>
        <source>not seen here</source>
        <translation>hier nicht zu sehen</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>nothing in it belongs to the split {split!r}.</source>
        <translation>nichts darin gehört zum Teil {split!r}.</translation>
    </message>
    <message>
        <source>nothing is labelled in this project.</source>
        <translation>in diesem Projekt ist nichts gesetzt.</translation>
    </message>
    <message>
        <source>nothing is named to learn from.</source>
        <translation>es ist nichts genannt, woraus gelernt werden soll.</translation>
    </message>
    <message>
        <source>nothing tells what may be done with it.</source>
        <translation>nichts sagt, was damit erlaubt ist.</translation>
    </message>
    <message>
        <source>nothing ties it to the first view</source>
        <translation>nichts verbindet sie mit der ersten Ansicht</translation>
    </message>
    <message>
        <source>nothing with 3D truth is left to learn from.</source>
        <translation>mit wahrem 3D bleibt nichts übrig, woraus gelernt werden könnte.</translation>
    </message>
    <message>
        <source>of another shape ({n}): {names}</source>
        <translation>von anderer Form sind ({n}): {names}</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>on oder off</translation>
    </message>
    <message>
        <source>on {device}</source>
        <translation>auf {device}</translation>
    </message>
    <message>
        <source>one of the files may be slow motion, {factor} times</source>
        <translation>eine der Dateien ist vielleicht Zeitlupe, {factor}-fach</translation>
    </message>
    <message>
        <source>one of {choices}</source>
        <translation>eines von {choices}</translation>
    </message>
    <message>
        <source>one video has nothing to be synchronized with.</source>
        <translation>ein Video allein ist mit nichts zu synchronisieren.</translation>
    </message>
    <message>
        <source>one view</source>
        <translation>eine Ansicht</translation>
    </message>
    <message>
        <source>one view alone tells</source>
        <translation>nur eine Ansicht</translation>
    </message>
    <message>
        <source>one view has nothing to agree with.</source>
        <translation>eine einzige Ansicht hat nichts, womit sie übereinstimmen könnte.</translation>
    </message>
    <message>
        <source>only some of its frames were looked at, and no lifter that fills in the others is installed.</source>
        <translation>nur einige ihrer Bilder wurden angesehen, und kein Lifter, der die anderen ergänzt, ist installiert.</translation>
    </message>
    <message>
        <source>or</source>
        <translation>oder</translation>
    </message>
    <message>
        <source>or drop videos, a folder of videos or a project anywhere in this window</source>
        <translation>oder Videos, einen Ordner mit Videos oder ein Projekt in dieses Fenster ziehen</translation>
    </message>
    <message>
        <source>pelvis</source>
        <translation>Becken</translation>
    </message>
    <message>
        <source>people who are there for a shorter time</source>
        <translation>Personen, die kürzer da sind</translation>
    </message>
    <message>
        <source>pinky</source>
        <translation>Kleiner Finger</translation>
    </message>
    <message>
        <source>pip could not download it ({why}).</source>
        <translation>pip konnte es nicht herunterladen ({why}).</translation>
    </message>
    <message>
        <source>placed by hand</source>
        <translation>von Hand gesetzt</translation>
    </message>
    <message>
        <source>places that are infinitely far</source>
        <translation>unendlich weit entfernte Orte</translation>
    </message>
    <message>
        <source>points of joints that are not in the skeleton</source>
        <translation>Punkte von Gelenken, die das Skelett nicht hat</translation>
    </message>
    <message>
        <source>points that {skeleton} does not have</source>
        <translation>Punkte, die {skeleton} nicht hat</translation>
    </message>
    <message>
        <source>poses has shape {shape}, not (any, {poses}): it is not of SMPL+H.</source>
        <translation>poses hat die Form {shape}, nicht (beliebig, {poses}): Das ist nicht SMPL+H.</translation>
    </message>
    <message>
        <source>process {pid} is at work on this run.</source>
        <translation>Prozess {pid} arbeitet an diesem Lauf.</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>relativ</translation>
    </message>
    <message>
        <source>right ankle</source>
        <translation>rechter Knöchel</translation>
    </message>
    <message>
        <source>right drag</source>
        <translation>mit der rechten Taste ziehen</translation>
    </message>
    <message>
        <source>right elbow</source>
        <translation>rechter Ellbogen</translation>
    </message>
    <message>
        <source>right elbow {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist der rechte Ellbogen {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>right elbow {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist der rechte Ellbogen {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>right hip</source>
        <translation>rechte Hüfte</translation>
    </message>
    <message>
        <source>right hip {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist die rechte Hüfte {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>right hip {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist die rechte Hüfte {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>right knee</source>
        <translation>rechtes Knie</translation>
    </message>
    <message>
        <source>right knee {amount} more bent at {moment}</source>
        <translation>bei „{moment}“ ist das rechte Knie {amount} stärker gebeugt</translation>
    </message>
    <message>
        <source>right knee {amount} straighter at {moment}</source>
        <translation>bei „{moment}“ ist das rechte Knie {amount} mehr gestreckt</translation>
    </message>
    <message>
        <source>right shoulder</source>
        <translation>rechte Schulter</translation>
    </message>
    <message>
        <source>right upper arm {amount} higher at {moment}</source>
        <translation>bei „{moment}“ ist der rechte Oberarm {amount} höher</translation>
    </message>
    <message>
        <source>right upper arm {amount} lower at {moment}</source>
        <translation>bei „{moment}“ ist der rechte Oberarm {amount} tiefer</translation>
    </message>
    <message>
        <source>right wrist</source>
        <translation>rechtes Handgelenk</translation>
    </message>
    <message>
        <source>right {joint}</source>
        <translation>{joint} rechts</translation>
    </message>
    <message>
        <source>ring</source>
        <translation>Ringfinger</translation>
    </message>
    <message>
        <source>runs {ppm} ppm fast</source>
        <translation>geht {ppm} ppm vor</translation>
    </message>
    <message>
        <source>runs {ppm} ppm slow</source>
        <translation>geht {ppm} ppm nach</translation>
    </message>
    <message>
        <source>scaled</source>
        <translation>skaliert</translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation>Sicherheit {score}</translation>
    </message>
    <message>
        <source>see its files</source>
        <translation>siehe seine Dateien</translation>
    </message>
    <message>
        <source>sequence {n} has frames {first} to {last} of cameras {low} to {high}, not of 0 to {most}.</source>
        <translation>Sequenz {n} hat die Bilder {first} bis {last} der Kameras {low} bis {high}, nicht von 0 bis {most}.</translation>
    </message>
    <message>
        <source>shoulder</source>
        <translation>Schulter</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>gezeigt</translation>
    </message>
    <message>
        <source>shows no frame.</source>
        <translation>zeigt kein Bild.</translation>
    </message>
    <message>
        <source>shows no view.</source>
        <translation>zeigt keine Ansicht.</translation>
    </message>
    <message>
        <source>shows nobody to report on.</source>
        <translation>zeigt niemanden, über den zu berichten wäre.</translation>
    </message>
    <message>
        <source>shows nobody: the athlete is not found in this recording there.</source>
        <translation>zeigt niemanden: Die ausgewählte Person wurde an dieser Stelle der Aufnahme nicht gefunden.</translation>
    </message>
    <message>
        <source>smalltoe</source>
        <translation>Kleinzehe</translation>
    </message>
    <message>
        <source>some of its frames have the same time stamp, which a copy cannot keep.</source>
        <translation>einige Bilder haben denselben Zeitstempel, was eine Kopie nicht erhalten kann.</translation>
    </message>
    <message>
        <source>somebody has no numbers, which are joints of no known kind</source>
        <translation>jemand hat keine Zahlen; so hat sie keine bekannte Art von Gelenken</translation>
    </message>
    <message>
        <source>somebody has {n} joints, others have {others}</source>
        <translation>jemand hat {n} Gelenke, andere haben {others}</translation>
    </message>
    <message>
        <source>somebody has {n} joints, which are those of no known skeleton</source>
        <translation>jemand hat {n} Gelenke, die zu keinem bekannten Skelett gehören</translation>
    </message>
    <message>
        <source>somebody has {n} numbers, which are joints of no known kind</source>
        <translation>jemand hat {n} Zahlen; so viele hat keine bekannte Art von Gelenken</translation>
    </message>
    <message>
        <source>something else is there already.</source>
        <translation>dort ist schon etwas anderes.</translation>
    </message>
    <message>
        <source>something is there already.</source>
        <translation>dort ist schon etwas.</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>speed of the {joint}</source>
        <translation>Tempo {joint}</translation>
    </message>
    <message>
        <source>spine</source>
        <translation>Wirbelsäule</translation>
    </message>
    <message>
        <source>spotlight</source>
        <translation>Scheinwerfer</translation>
    </message>
    <message>
        <source>standard: none</source>
        <translation>Standard: keine</translation>
    </message>
    <message>
        <source>standard: {keys}</source>
        <translation>Standard: {keys}</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>starts at the same moment</source>
        <translation>startet im selben Moment</translation>
    </message>
    <message>
        <source>starts at {start} s, after the motion&apos;s end.</source>
        <translation>beginnt bei {start} s, nach dem Ende der Bewegung.</translation>
    </message>
    <message>
        <source>starts {s} s earlier</source>
        <translation>startet {s} s früher</translation>
    </message>
    <message>
        <source>starts {s} s later</source>
        <translation>startet {s} s später</translation>
    </message>
    <message>
        <source>stays in one place, where one position would cover the other.</source>
        <translation>bleibt an einer Stelle, wo eine Position die andere verdecken würde.</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>stopwatch</source>
        <translation>Stoppuhr</translation>
    </message>
    <message>
        <source>swapped</source>
        <translation>vertauscht</translation>
    </message>
    <message>
        <source>takes two or more different views.</source>
        <translation>braucht zwei oder mehr verschiedene Ansichten.</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>the 3D agreement would move it by {s} s</source>
        <translation>die 3D-Übereinstimmung würde sie um {s} s verschieben</translation>
    </message>
    <message>
        <source>the 3D cannot follow corrections ({why}).</source>
        <translation>das 3D kann den Korrekturen nicht folgen ({why}).</translation>
    </message>
    <message>
        <source>the body</source>
        <translation>der Körper</translation>
    </message>
    <message>
        <source>the bone to {joint} is {percent} longer than it usually is</source>
        <translation>der Knochen zu {joint} ist {percent} länger als sonst</translation>
    </message>
    <message>
        <source>the bone to {joint} is {percent} shorter than it usually is</source>
        <translation>der Knochen zu {joint} ist {percent} kürzer als sonst</translation>
    </message>
    <message>
        <source>the camera {name} cannot be used: {why}.</source>
        <translation>die Kamera {name} ist nicht zu gebrauchen: {why}.</translation>
    </message>
    <message>
        <source>the camera {name} is not that of {view}: {why}.</source>
        <translation>die Kamera {name} ist nicht die von {view}: {why}.</translation>
    </message>
    <message>
        <source>the centre of its picture is at ({x:g}, {y:g}).</source>
        <translation>die Mitte des Bildes liegt bei ({x:g}, {y:g}).</translation>
    </message>
    <message>
        <source>the change could not be saved ({why}).</source>
        <translation>die Änderung konnte nicht gespeichert werden ({why}).</translation>
    </message>
    <message>
        <source>the channels of {joint} are unknown.</source>
        <translation>die Kanäle von {joint} sind unbekannt.</translation>
    </message>
    <message>
        <source>the check needs 3D, and no lifter is chosen.</source>
        <translation>die Prüfung braucht 3D, und kein Lifter ist gewählt.</translation>
    </message>
    <message>
        <source>the codec {codec!r} is not one of {codecs}.</source>
        <translation>der Codec {codec!r} ist keiner von {codecs}.</translation>
    </message>
    <message>
        <source>the copy for scrubbing cannot be written ({why}).</source>
        <translation>die Kopie zum schnellen Springen kann nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the crops cannot be written ({why}).</source>
        <translation>die Ausschnitte können nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the download broke off ({why}).</source>
        <translation>das Herunterladen brach ab ({why}).</translation>
    </message>
    <message>
        <source>the download broke off after {have} of {total} bytes.</source>
        <translation>das Herunterladen brach nach {have} von {total} Bytes ab.</translation>
    </message>
    <message>
        <source>the file cannot be read ({why}).</source>
        <translation>die Datei kann nicht gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>the file cannot be written ({why}).</source>
        <translation>die Datei kann nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the file has {size:.0f} MB, more than files of labels have ({most} MB).</source>
        <translation>die Datei hat {size:.0f} MB, mehr als Dateien mit gesetzten Gelenken haben ({most} MB).</translation>
    </message>
    <message>
        <source>the file is too large for weights.</source>
        <translation>die Datei ist zu groß für Gewichte.</translation>
    </message>
    <message>
        <source>the file of what finds people is missing or damaged.</source>
        <translation>die Datei dessen, was Personen findet, fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>the file of what finds people is not there.</source>
        <translation>die Datei dessen, was Personen findet, ist nicht da.</translation>
    </message>
    <message>
        <source>the file says that it was filmed at {rate} frames a second</source>
        <translation>die Datei sagt, dass sie mit {rate} Bildern je Sekunde gefilmt wurde</translation>
    </message>
    <message>
        <source>the file&apos;s own times</source>
        <translation>den Zeiten der Dateien</translation>
    </message>
    <message>
        <source>the files cannot be written ({why}).</source>
        <translation>die Dateien können nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the film</source>
        <translation>der Film</translation>
    </message>
    <message>
        <source>the film cannot be written ({why}).</source>
        <translation>der Film kann nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the folder cannot be made ({why}).</source>
        <translation>der Ordner kann nicht angelegt werden ({why}).</translation>
    </message>
    <message>
        <source>the folder cannot be read ({why}).</source>
        <translation>der Ordner kann nicht gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>the folder for it is not there.</source>
        <translation>der Ordner dafür ist nicht da.</translation>
    </message>
    <message>
        <source>the frame</source>
        <translation>das Bild</translation>
    </message>
    <message>
        <source>the hips are highest here</source>
        <translation>die Hüfte ist hier am höchsten</translation>
    </message>
    <message>
        <source>the joint {joint} is there twice, or is one too many.</source>
        <translation>das Gelenk {joint} ist zweimal da, oder es sind zu viele.</translation>
    </message>
    <message>
        <source>the keypoints of a category are not a list</source>
        <translation>die Gelenkpunkte einer Kategorie sind keine Liste</translation>
    </message>
    <message>
        <source>the labels cannot be written ({why}).</source>
        <translation>die gesetzten Gelenke können nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the left ankle is fastest here</source>
        <translation>der linke Knöchel ist hier am schnellsten</translation>
    </message>
    <message>
        <source>the left arm is highest here, {value} from the trunk</source>
        <translation>der linke Arm ist hier am höchsten, {value} vom Rumpf</translation>
    </message>
    <message>
        <source>the left arm is lowest here, {value} from the trunk</source>
        <translation>der linke Arm ist hier am tiefsten, {value} vom Rumpf</translation>
    </message>
    <message>
        <source>the left elbow is bent most here, {value} from straight</source>
        <translation>der linke Ellbogen ist hier am stärksten gebeugt, um {value}</translation>
    </message>
    <message>
        <source>the left elbow is straightest here, {value} from straight</source>
        <translation>der linke Ellbogen ist hier am weitesten gestreckt, noch {value} gebeugt</translation>
    </message>
    <message>
        <source>the left foot comes down here</source>
        <translation>der linke Fuß setzt hier auf</translation>
    </message>
    <message>
        <source>the left foot stands last</source>
        <translation>der linke Fuß steht hier zuletzt</translation>
    </message>
    <message>
        <source>the left knee is bent most here, {value} from straight</source>
        <translation>das linke Knie ist hier am stärksten gebeugt, um {value}</translation>
    </message>
    <message>
        <source>the left knee is straightest here, {value} from straight</source>
        <translation>das linke Knie ist hier am weitesten gestreckt, noch {value} gebeugt</translation>
    </message>
    <message>
        <source>the left thigh is furthest from the line of the trunk, {value}</source>
        <translation>der linke Oberschenkel ist am weitesten von der Linie des Rumpfs, {value}</translation>
    </message>
    <message>
        <source>the left thigh is nearest to the line of the trunk, {value}</source>
        <translation>der linke Oberschenkel ist der Linie des Rumpfs am nächsten, {value}</translation>
    </message>
    <message>
        <source>the left wrist is fastest here</source>
        <translation>das linke Handgelenk ist hier am schnellsten</translation>
    </message>
    <message>
        <source>the lifter</source>
        <translation>der Lifter</translation>
    </message>
    <message>
        <source>the loss is {loss} at step {step}; what it came from is in {file}.</source>
        <translation>der Loss ist {loss} bei Schritt {step}; woher er kam, steht in {file}.</translation>
    </message>
    <message>
        <source>the marks contradict each other by {s} s</source>
        <translation>die Marken widersprechen sich um {s} s</translation>
    </message>
    <message>
        <source>the model that lifted it is not installed.</source>
        <translation>das Modell, von dem ihr 3D stammt, ist nicht installiert.</translation>
    </message>
    <message>
        <source>the network cannot be built ({why}).</source>
        <translation>das Netz kann nicht gebaut werden ({why}).</translation>
    </message>
    <message>
        <source>the network does not find joints.</source>
        <translation>das Netz findet keine Gelenke.</translation>
    </message>
    <message>
        <source>the network does not give a pose.</source>
        <translation>das Netz ergibt keine Pose.</translation>
    </message>
    <message>
        <source>the network does not take what it would be given ({why}).</source>
        <translation>das Netz nimmt nicht, was es bekäme ({why}).</translation>
    </message>
    <message>
        <source>the offset of {joint}</source>
        <translation>der Versatz von {joint}</translation>
    </message>
    <message>
        <source>the others</source>
        <translation>die anderen</translation>
    </message>
    <message>
        <source>the picture cannot be written ({why}).</source>
        <translation>das Bild ist nicht zu schreiben ({why}).</translation>
    </message>
    <message>
        <source>the picture could not be written.</source>
        <translation>das Bild war nicht zu schreiben.</translation>
    </message>
    <message>
        <source>the pose file cannot be read ({why}).</source>
        <translation>die Posendatei kann nicht gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>the pose file is missing.</source>
        <translation>die Posendatei fehlt.</translation>
    </message>
    <message>
        <source>the pose file is not the one that was saved: it is damaged or was replaced.</source>
        <translation>die Posendatei ist nicht die gespeicherte: Sie ist beschädigt oder wurde ersetzt.</translation>
    </message>
    <message>
        <source>the poses cannot be written ({why}).</source>
        <translation>die Posen können nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the process that decodes it ended unexpectedly ({how}).</source>
        <translation>der Prozess, der sie dekodiert, endete unerwartet ({how}).</translation>
    </message>
    <message>
        <source>the process that lifts corrected frames ended unexpectedly ({why}).</source>
        <translation>der Prozess, der korrigierte Bilder in 3D bestimmt, endete unerwartet ({why}).</translation>
    </message>
    <message>
        <source>the process that tried it ended before its time. It may be short of memory.</source>
        <translation>der Prozess, der es versuchte, endete vorzeitig. Vielleicht fehlt Speicher.</translation>
    </message>
    <message>
        <source>the project cannot be written to ({why}).</source>
        <translation>in das Projekt kann nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the project holds something that Parallax did not write ({why}).</source>
        <translation>das Projekt enthält etwas, das Parallax nicht geschrieben hat ({why}).</translation>
    </message>
    <message>
        <source>the project is open in another window or command ({why}).</source>
        <translation>das Projekt ist in einem anderen Fenster oder Befehl offen ({why}).</translation>
    </message>
    <message>
        <source>the project is open read-only: nothing in it can be changed here.</source>
        <translation>das Projekt ist nur zum Lesen geöffnet: Hier ist nichts daran zu ändern.</translation>
    </message>
    <message>
        <source>the project names a pose file outside itself ({file!r}).</source>
        <translation>das Projekt nennt eine Posendatei außerhalb seiner selbst ({file!r}).</translation>
    </message>
    <message>
        <source>the project was made by a newer Parallax (format {version}, this one knows {known}).</source>
        <translation>das Projekt stammt von einem neueren Parallax (Format {version}, dieses kennt {known}).</translation>
    </message>
    <message>
        <source>the project&apos;s database cannot be used ({why}).</source>
        <translation>die Datenbank des Projekts ist nicht zu gebrauchen ({why}).</translation>
    </message>
    <message>
        <source>the range {start}:{stop} holds none of its {frames} frames.</source>
        <translation>im Bereich {start}:{stop} liegt keines der {frames} Bilder.</translation>
    </message>
    <message>
        <source>the report cannot be written ({reason}).</source>
        <translation>der Bericht kann nicht geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>the request cannot be understood ({reason}).</source>
        <translation>der Auftrag ist nicht zu verstehen ({reason}).</translation>
    </message>
    <message>
        <source>the request cannot be understood ({why}).</source>
        <translation>der Auftrag ist nicht zu verstehen ({why}).</translation>
    </message>
    <message>
        <source>the result of this run is missing or damaged.</source>
        <translation>das Ergebnis dieses Laufs fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>the results of this run are damaged ({why}).</source>
        <translation>die Ergebnisse dieses Laufs sind beschädigt ({why}).</translation>
    </message>
    <message>
        <source>the right ankle is fastest here</source>
        <translation>der rechte Knöchel ist hier am schnellsten</translation>
    </message>
    <message>
        <source>the right arm is highest here, {value} from the trunk</source>
        <translation>der rechte Arm ist hier am höchsten, {value} vom Rumpf</translation>
    </message>
    <message>
        <source>the right arm is lowest here, {value} from the trunk</source>
        <translation>der rechte Arm ist hier am tiefsten, {value} vom Rumpf</translation>
    </message>
    <message>
        <source>the right elbow is bent most here, {value} from straight</source>
        <translation>der rechte Ellbogen ist hier am stärksten gebeugt, um {value}</translation>
    </message>
    <message>
        <source>the right elbow is straightest here, {value} from straight</source>
        <translation>der rechte Ellbogen ist hier am weitesten gestreckt, noch {value} gebeugt</translation>
    </message>
    <message>
        <source>the right foot comes down here</source>
        <translation>der rechte Fuß setzt hier auf</translation>
    </message>
    <message>
        <source>the right foot stands last</source>
        <translation>der rechte Fuß steht hier zuletzt</translation>
    </message>
    <message>
        <source>the right knee is bent most here, {value} from straight</source>
        <translation>das rechte Knie ist hier am stärksten gebeugt, um {value}</translation>
    </message>
    <message>
        <source>the right knee is straightest here, {value} from straight</source>
        <translation>das rechte Knie ist hier am weitesten gestreckt, noch {value} gebeugt</translation>
    </message>
    <message>
        <source>the right thigh is furthest from the line of the trunk, {value}</source>
        <translation>der rechte Oberschenkel ist am weitesten von der Linie des Rumpfs, {value}</translation>
    </message>
    <message>
        <source>the right thigh is nearest to the line of the trunk, {value}</source>
        <translation>der rechte Oberschenkel ist der Linie des Rumpfs am nächsten, {value}</translation>
    </message>
    <message>
        <source>the right wrist is fastest here</source>
        <translation>das rechte Handgelenk ist hier am schnellsten</translation>
    </message>
    <message>
        <source>the rotation of camera {name} is not a rotation</source>
        <translation>die Drehung der Kamera {name} ist keine Drehung</translation>
    </message>
    <message>
        <source>the run cannot be made ({why}).</source>
        <translation>der Lauf kann nicht angelegt werden ({why}).</translation>
    </message>
    <message>
        <source>the run&apos;s status cannot be written ({why}).</source>
        <translation>der Stand des Laufs kann nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the script cannot be written ({why}).</source>
        <translation>das Skript kann nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the server answered {code}.</source>
        <translation>der Server antwortete {code}.</translation>
    </message>
    <message>
        <source>the source</source>
        <translation>die Quelle</translation>
    </message>
    <message>
        <source>the state is {states}, not {value!r}</source>
        <translation>der Zustand ist {states}, nicht {value!r}</translation>
    </message>
    <message>
        <source>the statistics cannot be read ({why}).</source>
        <translation>die Statistik kann nicht gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>the table cannot be written ({why}).</source>
        <translation>die Tabelle kann nicht geschrieben werden ({why}).</translation>
    </message>
    <message>
        <source>the times of its frames do not ascend.</source>
        <translation>die Zeiten ihrer Bilder steigen nicht an.</translation>
    </message>
    <message>
        <source>the trunk is most upright here, {value}</source>
        <translation>der Oberkörper ist hier am aufrechtesten, {value}</translation>
    </message>
    <message>
        <source>the trunk leans most here, {value} from the vertical</source>
        <translation>der Oberkörper ist hier am stärksten geneigt, {value} zur Senkrechten</translation>
    </message>
    <message>
        <source>the truth</source>
        <translation>die Wahrheit</translation>
    </message>
    <message>
        <source>the video is not there.</source>
        <translation>das Video ist nicht da.</translation>
    </message>
    <message>
        <source>the video of {view} is not there.</source>
        <translation>das Video von {view} ist nicht da.</translation>
    </message>
    <message>
        <source>the view was lifted with other weights of this model than are installed.</source>
        <translation>das 3D der Ansicht entstand mit anderen Gewichten dieses Modells als den installierten.</translation>
    </message>
    <message>
        <source>the views are as far apart as the two performances</source>
        <translation>die Ansichten sind so weit auseinander wie die beiden Ausführungen</translation>
    </message>
    <message>
        <source>the views are {apart} apart here</source>
        <translation>die Ansichten sind hier {apart} auseinander</translation>
    </message>
    <message>
        <source>the weights do not fit the network ({why}).</source>
        <translation>die Gewichte passen nicht zum Netz ({why}).</translation>
    </message>
    <message>
        <source>the weights do not fit; {faults}.</source>
        <translation>die Gewichte passen nicht; {faults}.</translation>
    </message>
    <message>
        <source>the weights of {model} are missing.</source>
        <translation>die Gewichte von {model} fehlen.</translation>
    </message>
    <message>
        <source>the whole limb</source>
        <translation>das ganze Glied</translation>
    </message>
    <message>
        <source>the whole person</source>
        <translation>die ganze Person</translation>
    </message>
    <message>
        <source>the {joint}</source>
        <translation>{joint}</translation>
    </message>
    <message>
        <source>the {method} of {a} and {b} says that {b} {starts}, the {others} that it {otherwise}; choose one, or mark the same moment in both</source>
        <translation>{method} von {a} und {b}: {b} {starts}; {others}: {otherwise}; eine Antwort wählen, oder denselben Moment in beiden markieren</translation>
    </message>
    <message>
        <source>there are more than {most} files in it.</source>
        <translation>darin sind mehr als {most} Dateien.</translation>
    </message>
    <message>
        <source>there are no 2D poses of an athlete in this view for the body to stand by.</source>
        <translation>in dieser Ansicht gibt es keine 2D-Posen einer ausgewählten Person, nach denen der Körper stehen könnte.</translation>
    </message>
    <message>
        <source>there are no 2D poses of this person.</source>
        <translation>von dieser Person gibt es keine 2D-Posen.</translation>
    </message>
    <message>
        <source>there are no pictures with 3D that are known.</source>
        <translation>hier sind keine bekannten Bilder mit 3D.</translation>
    </message>
    <message>
        <source>there are two of this name</source>
        <translation>es gibt zwei dieses Namens</translation>
    </message>
    <message>
        <source>there is a model of this name.</source>
        <translation>es gibt schon ein Modell dieses Namens.</translation>
    </message>
    <message>
        <source>there is a project already.</source>
        <translation>dort ist schon ein Projekt.</translation>
    </message>
    <message>
        <source>there is no body to make bones of ({why}).</source>
        <translation>da ist kein Körper, aus dem Knochen werden könnten ({why}).</translation>
    </message>
    <message>
        <source>there is no joint</source>
        <translation>da ist kein Gelenk</translation>
    </message>
    <message>
        <source>there is no label to copy.</source>
        <translation>es ist nichts gesetzt, was kopiert werden könnte.</translation>
    </message>
    <message>
        <source>there is no label to remove.</source>
        <translation>es ist nichts gesetzt, was entfernt werden könnte.</translation>
    </message>
    <message>
        <source>there is no model of the gender {gender!r}, as {gender}/model.npz.</source>
        <translation>es gibt kein Modell des Geschlechts {gender!r}, wie {gender}/model.npz.</translation>
    </message>
    <message>
        <source>there is no motion to write.</source>
        <translation>es gibt keine Bewegung zum Schreiben.</translation>
    </message>
    <message>
        <source>there is no pose to add.</source>
        <translation>es gibt keine Pose zum Hinzufügen.</translation>
    </message>
    <message>
        <source>there is no pose to copy.</source>
        <translation>es gibt keine Pose zum Kopieren.</translation>
    </message>
    <message>
        <source>there is no pose to delete.</source>
        <translation>es gibt keine Pose zum Löschen.</translation>
    </message>
    <message>
        <source>there is no recording in this project.</source>
        <translation>in diesem Projekt ist keine Aufnahme.</translation>
    </message>
    <message>
        <source>there is no such body to export.</source>
        <translation>diesen Körper gibt es nicht zu exportieren.</translation>
    </message>
    <message>
        <source>there is no such detector.</source>
        <translation>diesen Detektor gibt es nicht.</translation>
    </message>
    <message>
        <source>there is no such export.</source>
        <translation>diesen Export gibt es nicht.</translation>
    </message>
    <message>
        <source>there is no such file or folder.</source>
        <translation>diese Datei oder diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>there is no such file.</source>
        <translation>diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>there is no such model.</source>
        <translation>dieses Modell gibt es nicht.</translation>
    </message>
    <message>
        <source>there is no such published model.</source>
        <translation>dieses veröffentlichte Modell gibt es nicht.</translation>
    </message>
    <message>
        <source>there is no such training method.</source>
        <translation>dieses Trainingsverfahren gibt es nicht.</translation>
    </message>
    <message>
        <source>there is no such way to synchronize.</source>
        <translation>so lässt sich nicht synchronisieren.</translation>
    </message>
    <message>
        <source>there is no training method {method!r}.</source>
        <translation>es gibt kein Trainingsverfahren {method!r}.</translation>
    </message>
    <message>
        <source>there is no video in this folder.</source>
        <translation>in diesem Ordner ist kein Video.</translation>
    </message>
    <message>
        <source>there is no view that a camera could be of.</source>
        <translation>es gibt keine Ansicht, zu der eine Kamera gehören könnte.</translation>
    </message>
    <message>
        <source>there is no {name} in it.</source>
        <translation>{name} ist nicht darin.</translation>
    </message>
    <message>
        <source>there is nobody in this view any more.</source>
        <translation>in dieser Ansicht ist niemand mehr.</translation>
    </message>
    <message>
        <source>there is nothing to fill in between.</source>
        <translation>dazwischen ist nichts zu ergänzen.</translation>
    </message>
    <message>
        <source>these are no poses that can be used ({why}).</source>
        <translation>das sind keine brauchbaren Posen ({why}).</translation>
    </message>
    <message>
        <source>these are no settings of a training ({why}).</source>
        <translation>das sind keine Einstellungen eines Trainings ({why}).</translation>
    </message>
    <message>
        <source>these are no statistics.</source>
        <translation>das ist keine Statistik.</translation>
    </message>
    <message>
        <source>they could not be brought in: the process ended before its time.</source>
        <translation>sie ließen sich nicht importieren: Der Prozess endete vorzeitig.</translation>
    </message>
    <message>
        <source>thigh away from that line, to whichever side</source>
        <translation>Oberschenkel weg von dieser Linie, zu welcher Seite auch immer</translation>
    </message>
    <message>
        <source>thigh in line with the trunk</source>
        <translation>Oberschenkel in einer Linie mit dem Rumpf</translation>
    </message>
    <message>
        <source>this detector gives no 3D.</source>
        <translation>dieser Detektor ergibt kein 3D.</translation>
    </message>
    <message>
        <source>this device cannot be used ({why}).</source>
        <translation>dieses Gerät ist nicht zu gebrauchen ({why}).</translation>
    </message>
    <message>
        <source>this end has no label.</source>
        <translation>an diesem Ende ist nichts gesetzt.</translation>
    </message>
    <message>
        <source>this folder of the project cannot be made ({why}).</source>
        <translation>dieser Ordner des Projekts kann nicht angelegt werden ({why}).</translation>
    </message>
    <message>
        <source>this is a folder.</source>
        <translation>dies ist ein Ordner.</translation>
    </message>
    <message>
        <source>this is a network without weights.</source>
        <translation>das ist ein Netz ohne Gewichte.</translation>
    </message>
    <message>
        <source>this is no data set that is known.</source>
        <translation>das ist kein bekannter Datensatz.</translation>
    </message>
    <message>
        <source>this is no model that was imported.</source>
        <translation>das ist kein importiertes Modell.</translation>
    </message>
    <message>
        <source>this is not a Parallax project.</source>
        <translation>das ist kein Projekt von Parallax.</translation>
    </message>
    <message>
        <source>this is not a file.</source>
        <translation>das ist keine Datei.</translation>
    </message>
    <message>
        <source>this is not a run of Parallax ({why}).</source>
        <translation>das ist kein Lauf von Parallax ({why}).</translation>
    </message>
    <message>
        <source>this is not a sound C3D file ({why}).</source>
        <translation>das ist keine unversehrte C3D-Datei ({why}).</translation>
    </message>
    <message>
        <source>this is not a sound SLEAP file ({why}).</source>
        <translation>das ist keine unversehrte Datei von SLEAP ({why}).</translation>
    </message>
    <message>
        <source>this is not a sound file of COCO keypoints ({why}).</source>
        <translation>das ist keine unversehrte Datei mit COCO-Gelenkpunkten ({why}).</translation>
    </message>
    <message>
        <source>this is not a sound file of OpenPose ({why}).</source>
        <translation>das ist keine unversehrte Datei von OpenPose ({why}).</translation>
    </message>
    <message>
        <source>this is not a sound table of DeepLabCut ({why}).</source>
        <translation>das ist keine unversehrte Tabelle von DeepLabCut ({why}).</translation>
    </message>
    <message>
        <source>this is not a sound table of labels ({why}).</source>
        <translation>das ist keine unversehrte Tabelle gesetzter Gelenke ({why}).</translation>
    </message>
    <message>
        <source>this is not a table of DeepLabCut, whose first row begins with &apos;scorer&apos;.</source>
        <translation>das ist keine Tabelle von DeepLabCut, deren erste Zeile mit &apos;scorer&apos; beginnt.</translation>
    </message>
    <message>
        <source>this is not the video of {view}: its contents differ.</source>
        <translation>das ist nicht das Video von {view}: Der Inhalt ist ein anderer.</translation>
    </message>
    <message>
        <source>this is the first one.</source>
        <translation>dies ist das erste.</translation>
    </message>
    <message>
        <source>this is the last one.</source>
        <translation>dies ist das letzte.</translation>
    </message>
    <message>
        <source>this is the same video as {other}.</source>
        <translation>dies ist dasselbe Video wie {other}.</translation>
    </message>
    <message>
        <source>this joint has no other side.</source>
        <translation>dieses Gelenk hat keine andere Seite.</translation>
    </message>
    <message>
        <source>this joint is in no frame near this one.</source>
        <translation>dieses Gelenk ist in keinem Bild in der Nähe.</translation>
    </message>
    <message>
        <source>this joint is locked.</source>
        <translation>dieses Gelenk ist gesperrt.</translation>
    </message>
    <message>
        <source>this joint is not in this frame.</source>
        <translation>dieses Gelenk ist nicht in diesem Bild.</translation>
    </message>
    <message>
        <source>this joint&apos;s pair</source>
        <translation>dieses Gelenkpaar</translation>
    </message>
    <message>
        <source>this lifter has to see every frame.</source>
        <translation>dieser Lifter muss jedes Bild sehen.</translation>
    </message>
    <message>
        <source>this lifter sees key-frames only.</source>
        <translation>dieser Lifter sieht nur Schlüsselbilder.</translation>
    </message>
    <message>
        <source>this model is a {task}, not a detector.</source>
        <translation>dieses Modell ist ein {task}, kein Detektor.</translation>
    </message>
    <message>
        <source>this model is a {task}, not a lifter.</source>
        <translation>dieses Modell ist ein {task}, kein Lifter.</translation>
    </message>
    <message>
        <source>this model is no lifter of every frame.</source>
        <translation>dieses Modell ist kein Lifter für jedes Bild.</translation>
    </message>
    <message>
        <source>this model is no lifter of key-frames, or does not say of which (`s_in`).</source>
        <translation>dieses Modell ist kein Lifter für Schlüsselbilder, oder sagt nicht, für welche (`s_in`).</translation>
    </message>
    <message>
        <source>this model is no lifter.</source>
        <translation>dieses Modell ist kein Lifter.</translation>
    </message>
    <message>
        <source>this network does not fill in between key-frames.</source>
        <translation>dieses Netz ergänzt nichts zwischen Schlüsselbildern.</translation>
    </message>
    <message>
        <source>this part of the project leads elsewhere.</source>
        <translation>dieser Teil des Projekts führt anderswohin.</translation>
    </message>
    <message>
        <source>this picture is missing or damaged.</source>
        <translation>dieses Bild fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>this pose file has no person {person} in 2D.</source>
        <translation>diese Posendatei hat keine Person {person} in 2D.</translation>
    </message>
    <message>
        <source>this project could not be opened.</source>
        <translation>dieses Projekt war nicht zu öffnen.</translation>
    </message>
    <message>
        <source>this project has fewer than two views.</source>
        <translation>dieses Projekt hat weniger als zwei Ansichten.</translation>
    </message>
    <message>
        <source>this project is there already, with other videos ({names}); nothing was changed.</source>
        <translation>dieses Projekt gibt es schon, mit anderen Videos ({names}); nichts wurde geändert.</translation>
    </message>
    <message>
        <source>this receipt cannot be read ({why}).</source>
        <translation>dieser Beleg kann nicht gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>this run has no receipt.</source>
        <translation>dieser Lauf hat keinen Beleg.</translation>
    </message>
    <message>
        <source>this run has no weights yet.</source>
        <translation>dieser Lauf hat noch keine Gewichte.</translation>
    </message>
    <message>
        <source>this run trains nothing.</source>
        <translation>dieser Lauf trainiert nichts.</translation>
    </message>
    <message>
        <source>this skeleton has no left and right limbs.</source>
        <translation>dieses Skelett hat keine linken und rechten Glieder.</translation>
    </message>
    <message>
        <source>this video is in the recording already, as {view}.</source>
        <translation>dieses Video ist schon in der Aufnahme, als {view}.</translation>
    </message>
    <message>
        <source>this view has no 3D poses to compare with.</source>
        <translation>diese Ansicht hat keine 3D-Posen zum Vergleichen.</translation>
    </message>
    <message>
        <source>thorax</source>
        <translation>Brust</translation>
    </message>
    <message>
        <source>thumb</source>
        <translation>Daumen</translation>
    </message>
    <message>
        <source>tmt: both steps. For comparison: twice, both without the hint; of one step a batch tmt1, without the hint, tmt2, with it, plain, of two channels.</source>
        <translation>tmt: beide Schritte. Zum Vergleich: twice, beide ohne Hinweis; mit einem Schritt je Stapel tmt1, ohne Hinweis, tmt2, mit ihm, plain, mit zwei Kanälen.</translation>
    </message>
    <message>
        <source>to open and run in Blender</source>
        <translation>in Blender zu öffnen und auszuführen</translation>
    </message>
    <message>
        <source>to watch anywhere</source>
        <translation>überall anzusehen</translation>
    </message>
    <message>
        <source>too fast to tell</source>
        <translation>zu schnell zum Messen</translation>
    </message>
    <message>
        <source>too low: cannot tell</source>
        <translation>zu gering: unklar</translation>
    </message>
    <message>
        <source>too many ({n}): {names}</source>
        <translation>zu viel sind ({n}): {names}</translation>
    </message>
    <message>
        <source>torch cannot use it here ({why}).</source>
        <translation>torch kann es hier nicht nutzen ({why}).</translation>
    </message>
    <message>
        <source>trace</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>trunk upright</source>
        <translation>Rumpf aufrecht</translation>
    </message>
    <message>
        <source>trunk {amount} further back at {moment}</source>
        <translation>bei „{moment}“ ist der Oberkörper {amount} weiter nach hinten geneigt</translation>
    </message>
    <message>
        <source>trunk {amount} further forward at {moment}</source>
        <translation>bei „{moment}“ ist der Oberkörper {amount} weiter nach vorn geneigt</translation>
    </message>
    <message>
        <source>trunk {amount} further to the left at {moment}</source>
        <translation>bei „{moment}“ ist der Oberkörper {amount} weiter nach links geneigt</translation>
    </message>
    <message>
        <source>trunk {amount} further to the right at {moment}</source>
        <translation>bei „{moment}“ ist der Oberkörper {amount} weiter nach rechts geneigt</translation>
    </message>
    <message>
        <source>trunk {amount} less upright at {moment}</source>
        <translation>bei „{moment}“ ist der Oberkörper {amount} weniger aufrecht</translation>
    </message>
    <message>
        <source>trunk {amount} more upright at {moment}</source>
        <translation>bei „{moment}“ ist der Oberkörper {amount} aufrechter</translation>
    </message>
    <message>
        <source>two answers contradict each other</source>
        <translation>zwei Antworten widersprechen sich</translation>
    </message>
    <message>
        <source>two of its cameras have one name, {name}.</source>
        <translation>zwei ihrer Kameras haben denselben Namen, {name}.</translation>
    </message>
    <message>
        <source>two people have one number</source>
        <translation>zwei Personen haben dieselbe Nummer</translation>
    </message>
    <message>
        <source>two-step training does not speak {name}.</source>
        <translation>zweistufiges Training kennt {name} nicht.</translation>
    </message>
    <message>
        <source>unpacks to {size} bytes, more than any studio recording.</source>
        <translation>hat entpackt {size} Bytes, mehr als jede Studioaufnahme.</translation>
    </message>
    <message>
        <source>upper arm along the trunk, hanging</source>
        <translation>Oberarm am Rumpf, hängend</translation>
    </message>
    <message>
        <source>visible</source>
        <translation>sichtbar</translation>
    </message>
    <message>
        <source>was cut off: it should have {promised:,} bytes and has {size:,}.</source>
        <translation>wurde abgeschnitten: Die Datei sollte {promised:,} Bytes haben und hat {size:,}.</translation>
    </message>
    <message>
        <source>was never finished: its index (moov) is missing.</source>
        <translation>wurde nie abgeschlossen: Der Index (moov) fehlt.</translation>
    </message>
    <message>
        <source>was not ready within {s} s.</source>
        <translation>war nach {s} s noch nicht bereit.</translation>
    </message>
    <message>
        <source>way of the {joint}</source>
        <translation>Weg {joint}</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>weights are fetched over https alone.</source>
        <translation>Gewichte werden nur über https geholt.</translation>
    </message>
    <message>
        <source>weights {digits}</source>
        <translation>Gewichte {digits}</translation>
    </message>
    <message>
        <source>what Parallax wrote into it was changed</source>
        <translation>was Parallax hineingeschrieben hat, wurde verändert</translation>
    </message>
    <message>
        <source>what came is not what it should be: its sha256 is {sha256}…, not {promised}…</source>
        <translation>was kam, ist nicht das Erwartete: Sein sha256 ist {sha256}…, nicht {promised}…</translation>
    </message>
    <message>
        <source>what is missing here is locked.</source>
        <translation>was hier fehlt, ist gesperrt.</translation>
    </message>
    <message>
        <source>what it changes has changed since.</source>
        <translation>was geändert werden sollte, hat sich inzwischen geändert.</translation>
    </message>
    <message>
        <source>what it says</source>
        <translation>ihre Antwort</translation>
    </message>
    <message>
        <source>what the check found cannot be read.</source>
        <translation>was die Prüfung fand, ist nicht lesbar.</translation>
    </message>
    <message>
        <source>what was measured cannot be read.</source>
        <translation>was gemessen wurde, lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>Rad</translation>
    </message>
    <message>
        <source>whose joints are placed by hand alone: File › Export labels writes them (parallax labels export)</source>
        <translation>deren Gelenke nur von Hand gesetzt sind: Datei › Gesetzte Gelenke exportieren schreibt sie (parallax labels export)</translation>
    </message>
    <message>
        <source>windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>windows of {n} frames do not fit the network.</source>
        <translation>Fenster von {n} Bildern passen nicht zum Netz.</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>schlechter</translation>
    </message>
    <message>
        <source>wrist</source>
        <translation>Handgelenk</translation>
    </message>
    <message>
        <source>x right, y down, from the centre of the top-left pixel</source>
        <translation>x nach rechts, y nach unten, von der Mitte des Pixels oben links</translation>
    </message>
    <message>
        <source>x to the right of the reference camera, y up, z towards it, which the T pose faces; right-handed, the floor at 0</source>
        <translation>x nach rechts von der Referenzkamera aus, y nach oben, z auf sie zu, wohin die T-Pose blickt; rechtshändig, der Boden bei 0</translation>
    </message>
    <message>
        <source>x to the right of the reference camera, y up, z towards it; right-handed, the floor at 0</source>
        <translation>x nach rechts von der Referenzkamera aus, y nach oben, z auf sie zu; rechtshändig, der Boden bei 0</translation>
    </message>
    <message>
        <source>z up, x to the right of the reference camera, y away from it; the floor at 0</source>
        <translation>z nach oben, x nach rechts von der Referenzkamera aus, y von ihr weg; der Boden bei 0</translation>
    </message>
    <message>
        <source>{a} and {b} are {angle}° apart around the athlete.</source>
        <translation>{a} und {b} stehen {angle}° auseinander um die Person.</translation>
    </message>
    <message>
        <source>{a} and {b} are {angle}° apart.</source>
        <translation>{a} und {b} sind {angle}° auseinander.</translation>
    </message>
    <message>
        <source>{a} and {b} face each other ({angle}° apart): both are blind along the same line, and little is gained. Try the tab Which views?</source>
        <translation>{a} und {b} stehen sich gegenüber ({angle}° auseinander): Beide sind in derselben Richtung blind, und es bringt wenig. Siehe die Seite „Welche Ansichten?“</translation>
    </message>
    <message>
        <source>{a} and {b} look from nearly one side ({angle}° apart): they err alike, and little is gained. Try the tab Which views?</source>
        <translation>{a} und {b} sehen fast von derselben Seite ({angle}° auseinander): Sie irren sich gleich, und es bringt wenig. Siehe die Seite „Welche Ansichten?“</translation>
    </message>
    <message>
        <source>{a} and {b}: the {method} is left out, it contradicts all other evidence by {s} s</source>
        <translation>{a} und {b}: {method} zählt nicht, widerspricht allen anderen Belegen um {s} s</translation>
    </message>
    <message>
        <source>{a} to {b}, from the vertical</source>
        <translation>{a} – {b}, zur Senkrechten</translation>
    </message>
    <message>
        <source>{cell!r} does not say which frame it is</source>
        <translation>{cell!r} sagt nicht, welches Bild es ist</translation>
    </message>
    <message>
        <source>{count} lifters: each step weighs them anew, and they are to agree with one another.</source>
        <translation>{count} Lifter: Jeder Schritt gewichtet sie neu, und sie sollen miteinander übereinstimmen.</translation>
    </message>
    <message>
        <source>{count} points at {rate:g} frames a second, scaled by {scale:g}</source>
        <translation>{count} Punkte mit {rate:g} Bildern pro Sekunde, skaliert mit {scale:g}</translation>
    </message>
    <message>
        <source>{day} {month} {clock}</source>
        <translation>{day}. {month} {clock}</translation>
    </message>
    <message>
        <source>{detector} (1 view)</source>
        <translation>{detector} (1 Ansicht)</translation>
    </message>
    <message>
        <source>{detector} ({n} views)</source>
        <translation>{detector} ({n} Ansichten)</translation>
    </message>
    <message>
        <source>{detector}: nobody</source>
        <translation>{detector}: niemand</translation>
    </message>
    <message>
        <source>{device}, not found here</source>
        <translation>{device}, hier nicht gefunden</translation>
    </message>
    <message>
        <source>{done} MB</source>
        <translation>{done} MB</translation>
    </message>
    <message>
        <source>{done} of {total} MB</source>
        <translation>{done} von {total} MB</translation>
    </message>
    <message>
        <source>{done} of {total} frames</source>
        <translation>{done} von {total} Bildern</translation>
    </message>
    <message>
        <source>{evidence} but plays at {rate}; if so, speeds and the alignment with other views are wrong by {factor} × until the factor is set.</source>
        <translation>{evidence}, läuft aber mit {rate}; wenn es so ist, sind Geschwindigkeiten und die Zuordnung zu anderen Ansichten um {factor} × falsch, bis der Faktor gesetzt ist.</translation>
    </message>
    <message>
        <source>{far} of the body&apos;s size from the frames beside it</source>
        <translation>{far} der Körpergröße von den Bildern daneben</translation>
    </message>
    <message>
        <source>{field} is not of {n} people.</source>
        <translation>{field} ist nicht von {n} Personen.</translation>
    </message>
    <message>
        <source>{files}: damaged copies for scrubbing; the videos are shown instead.</source>
        <translation>{files}: beschädigte Kopien zum schnellen Springen; gezeigt werden die Videos selbst.</translation>
    </message>
    <message>
        <source>{file} is imported.</source>
        <translation>{file} ist importiert.</translation>
    </message>
    <message>
        <source>{file} is saved.</source>
        <translation>{file} ist gespeichert.</translation>
    </message>
    <message>
        <source>{file} is write-protected</source>
        <translation>{file} ist schreibgeschützt</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first} und {last}</translation>
    </message>
    <message>
        <source>{format} files hold {kind} and nothing else.</source>
        <translation>{format}-Dateien enthalten {kind} und sonst nichts.</translation>
    </message>
    <message>
        <source>{fps} frames a second is not between 1 and 1000.</source>
        <translation>{fps} Bilder pro Sekunde liegen nicht zwischen 1 und 1000.</translation>
    </message>
    <message>
        <source>{frames} labelled frames are more than one edit can hold.</source>
        <translation>{frames} bearbeitete Bilder sind mehr, als eine Änderung fasst.</translation>
    </message>
    <message>
        <source>{frames}: left and right are exchanged. {reason}</source>
        <translation>{frames}: Links und rechts sind vertauscht. {reason}</translation>
    </message>
    <message>
        <source>{free} free on the disk, checkpoints take up to {need}.</source>
        <translation>{free} frei auf der Platte, Zwischenstände brauchen bis zu {need}.</translation>
    </message>
    <message>
        <source>{group}: {keys}. This cannot be changed.</source>
        <translation>{group}: {keys}. Das ist nicht zu ändern.</translation>
    </message>
    <message>
        <source>{group}:{name} is no number</source>
        <translation>{group}:{name} ist keine Zahl</translation>
    </message>
    <message>
        <source>{group}:{name} is no text</source>
        <translation>{group}:{name} ist kein Text</translation>
    </message>
    <message>
        <source>{group}:{name} is no whole number</source>
        <translation>{group}:{name} ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>{here} here, {there} there</source>
        <translation>hier {here}, dort {there}</translation>
    </message>
    <message>
        <source>{high} or less</source>
        <translation>{high} oder weniger</translation>
    </message>
    <message>
        <source>{joints} and {n} more</source>
        <translation>{joints} und {n} weitere</translation>
    </message>
    <message>
        <source>{joint} has visibility {v:g}, which is 0, 1 or 2</source>
        <translation>{joint} hat die Sichtbarkeit {v:g}; möglich sind 0, 1 und 2</translation>
    </message>
    <message>
        <source>{joint} is missing in {n} frame</source>
        <translation>{joint} fehlt in {n} Bild</translation>
    </message>
    <message>
        <source>{joint} is missing in {n} frames</source>
        <translation>{joint} fehlt in {n} Bildern</translation>
    </message>
    <message>
        <source>{joint} is {mm} mm from where the views together have it (relative)</source>
        <translation>{joint} liegt {mm} mm von dort, wo die Ansichten zusammen es haben (relativ)</translation>
    </message>
    <message>
        <source>{joint} jumps {far} of the body&apos;s size away from its neighbours in time</source>
        <translation>{joint} springt um {far} der Körpergröße von den Bildern daneben weg</translation>
    </message>
    <message>
        <source>{joint} of frame {frame} is there twice</source>
        <translation>{joint} von Bild {frame} ist zweimal da</translation>
    </message>
    <message>
        <source>{joint} was found with a score of only {score}</source>
        <translation>{joint} wurde nur mit Sicherheit {score} gefunden</translation>
    </message>
    <message>
        <source>{joint}, above the floor that the clip&apos;s lowest feet tell of</source>
        <translation>{joint}, über dem Boden, auf den die tiefsten Füße der Aufnahme schließen lassen</translation>
    </message>
    <message>
        <source>{joint}, in the pelvis&apos; own frame: lifted poses stay at one place</source>
        <translation>{joint}, gegenüber dem Becken: Posen aus 3D bleiben an einem Ort</translation>
    </message>
    <message>
        <source>{joint}: half of the {frames} frames lie between {p25} and {p75} mm, nine of ten between {p5} and {p95}. Click: its worst frame</source>
        <translation>{joint}: Die Hälfte der {frames} Bilder liegt zwischen {p25} und {p75} mm, neun von zehn zwischen {p5} und {p95}. Klicken: sein schlechtestes Bild</translation>
    </message>
    <message>
        <source>{joint}: never seen by two views at once</source>
        <translation>{joint}: nie von zwei Ansichten zugleich gesehen</translation>
    </message>
    <message>
        <source>{key} cannot be given to a command. {why}</source>
        <translation>{key} ist keinem Befehl zu geben. {why}</translation>
    </message>
    <message>
        <source>{key} is not a list of objects</source>
        <translation>{key} ist keine Liste von Objekten</translation>
    </message>
    <message>
        <source>{key} is one of its keys already.</source>
        <translation>{key} ist schon eine seiner Tasten.</translation>
    </message>
    <message>
        <source>{key} is “{command}”</source>
        <translation>{key} ist „{command}“</translation>
    </message>
    <message>
        <source>{key} of {name}</source>
        <translation>{key} von {name}</translation>
    </message>
    <message>
        <source>{kind!r} is no kind of network that finds people.</source>
        <translation>{kind!r} ist keine Art von Netz, die Personen findet.</translation>
    </message>
    <message>
        <source>{lifters} on {views}</source>
        <translation>{lifters} an {views}</translation>
    </message>
    <message>
        <source>{lifter} was not made for that at the frame rates of these videos.</source>
        <translation>{lifter} wurde nicht für die Bildraten dieser Videos gemacht.</translation>
    </message>
    <message>
        <source>{lifter}: an unexpected fault ({why}).</source>
        <translation>{lifter}: ein unerwarteter Fehler ({why}).</translation>
    </message>
    <message>
        <source>{line!r} is not of a hierarchy.</source>
        <translation>{line!r} gehört zu keiner Hierarchie.</translation>
    </message>
    <message>
        <source>{low} or more</source>
        <translation>{low} oder mehr</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>{methods} agree</source>
        <translation>{methods} stimmen überein</translation>
    </message>
    <message>
        <source>{mm} mm (relative)</source>
        <translation>{mm} mm (relativ)</translation>
    </message>
    <message>
        <source>{mm} mm from where the views together have it (relative)</source>
        <translation>{mm} mm von dort, wo die Ansichten zusammen es haben (relativ)</translation>
    </message>
    <message>
        <source>{ms} ms from what was found</source>
        <translation>{ms} ms vom Gefundenen entfernt</translation>
    </message>
    <message>
        <source>{ms} ms near {s} s</source>
        <translation>{ms} ms bei {s} s</translation>
    </message>
    <message>
        <source>{names} is told by `frames` and `variant`.</source>
        <translation>{names} ergibt sich aus `frames` und `variant`.</translation>
    </message>
    <message>
        <source>{name} claims {shape} numbers in a file of {size} bytes.</source>
        <translation>{name} gibt {shape} Zahlen an, in einer Datei von {size} Bytes.</translation>
    </message>
    <message>
        <source>{name} claims {shape} numbers.</source>
        <translation>{name} gibt {shape} Zahlen an.</translation>
    </message>
    <message>
        <source>{name} has a number that is not finite.</source>
        <translation>{name} hat eine Zahl, die nicht endlich ist.</translation>
    </message>
    <message>
        <source>{name} has no cameras.</source>
        <translation>{name} hat keine Kameras.</translation>
    </message>
    <message>
        <source>{name} has no frames, no frame rate, or missing points.</source>
        <translation>{name} hat keine Bilder, keine Bildrate oder fehlende Punkte.</translation>
    </message>
    <message>
        <source>{name} has shape {shape}, not {wanted}.</source>
        <translation>{name} hat die Form {shape}, nicht {wanted}.</translation>
    </message>
    <message>
        <source>{name} in it is larger than its own memory.</source>
        <translation>{name} darin ist größer als sein eigener Speicher.</translation>
    </message>
    <message>
        <source>{name} in it is no plain tensor.</source>
        <translation>{name} darin ist kein gewöhnlicher Tensor.</translation>
    </message>
    <message>
        <source>{name} is not a list that begins with its cameras.</source>
        <translation>{name} ist keine Liste, die mit ihren Kameras beginnt.</translation>
    </message>
    <message>
        <source>{name} is not of {n} cameras.</source>
        <translation>{name} ist nicht von {n} Kameras.</translation>
    </message>
    <message>
        <source>{name} is not one text a frame.</source>
        <translation>{name} ist nicht je Bild ein Text.</translation>
    </message>
    <message>
        <source>{name} is not there any more.</source>
        <translation>{name} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>{name} is of the camera {camera!r}, not one of {cameras}.</source>
        <translation>{name} ist von der Kamera {camera!r}, keiner von {cameras}.</translation>
    </message>
    <message>
        <source>{name} is saved in {folder}.</source>
        <translation>{name} ist in {folder} gespeichert.</translation>
    </message>
    <message>
        <source>{name} is saved.</source>
        <translation>{name} ist gespeichert.</translation>
    </message>
    <message>
        <source>{name} is turned {turns!r} times, not 0 to 3.</source>
        <translation>{name} ist {turns!r}-mal gedreht, nicht 0- bis 3-mal.</translation>
    </message>
    <message>
        <source>{name} is {found}, not numbers of shape {shape}.</source>
        <translation>{name} ist {found}; erwartet sind Zahlen der Form {shape}.</translation>
    </message>
    <message>
        <source>{name} is {kind}, not a dictionary.</source>
        <translation>{name} ist {kind}, kein Dictionary.</translation>
    </message>
    <message>
        <source>{name} is {value!r}, not one of {choices}.</source>
        <translation>{name} ist {value!r}; möglich sind {choices}.</translation>
    </message>
    <message>
        <source>{name} is {value:g}, and is at least {low:g}.</source>
        <translation>{name} ist {value:g}, muss aber mindestens {low:g} sein.</translation>
    </message>
    <message>
        <source>{name} is {value:g}, and is at most {high:g}.</source>
        <translation>{name} ist {value:g}, darf aber höchstens {high:g} sein.</translation>
    </message>
    <message>
        <source>{name} lacks {keys}.</source>
        <translation>{name} ist unvollständig, es fehlt: {keys}.</translation>
    </message>
    <message>
        <source>{name} {shape} instead of {wanted}</source>
        <translation>{name} {shape} statt {wanted}</translation>
    </message>
    <message>
        <source>{name}, camera {camera},</source>
        <translation>{name}, Kamera {camera},</translation>
    </message>
    <message>
        <source>{name}, camera {camera}, has {n} frames, the 3D {frames}.</source>
        <translation>{name}, Kamera {camera}, hat {n} Bilder, das 3D {frames}.</translation>
    </message>
    <message>
        <source>{name}: Alt and the arrows move it, Del deletes it</source>
        <translation>{name}: Alt + Pfeile verschieben, Entf löscht</translation>
    </message>
    <message>
        <source>{name}: read when the training begins.</source>
        <translation>{name}: wird zu Beginn des Trainings gelesen.</translation>
    </message>
    <message>
        <source>{name}: {count} pictures with 3D, of 1 person.</source>
        <translation>{name}: {count} Bilder mit 3D, von 1 Person.</translation>
    </message>
    <message>
        <source>{name}: {count} pictures with 3D, of {n} people.</source>
        <translation>{name}: {count} Bilder mit 3D, von {n} Personen.</translation>
    </message>
    <message>
        <source>{name}: {value} unless it is changed</source>
        <translation>{name}: {value}, wenn nicht geändert</translation>
    </message>
    <message>
        <source>{note}, and no poses are found yet</source>
        <translation>{note}, und noch keine Posen gefunden</translation>
    </message>
    <message>
        <source>{now} now. Give it to “{command}”?</source>
        <translation>{now}. Nun „{command}“ geben?</translation>
    </message>
    <message>
        <source>{now} now. Give them to “{command}”?</source>
        <translation>{now}. Alle nun „{command}“ geben?</translation>
    </message>
    <message>
        <source>{n} % AP on COCO, by its publishers</source>
        <translation>{n} % AP auf COCO, laut Herausgeber</translation>
    </message>
    <message>
        <source>{n} cameras of {file}, by name: {cameras}.</source>
        <translation>{n} Kameras aus {file}, nach Namen: {cameras}.</translation>
    </message>
    <message>
        <source>{n} cameras of {file}, by order: {cameras}.</source>
        <translation>{n} Kameras aus {file}, nach Reihenfolge: {cameras}.</translation>
    </message>
    <message>
        <source>{n} clips are fewer than the {processes} processes.</source>
        <translation>{n} Clips sind weniger als die {processes} Prozesse.</translation>
    </message>
    <message>
        <source>{n} could not be measured: click one to see why.</source>
        <translation>{n} ließen sich nicht messen: einen anklicken, um zu sehen, warum.</translation>
    </message>
    <message>
        <source>{n} events marked in both views</source>
        <translation>{n} Ereignisse in beiden Ansichten markiert</translation>
    </message>
    <message>
        <source>{n} fps</source>
        <translation>{n} fps</translation>
    </message>
    <message>
        <source>{n} frame</source>
        <translation>{n} Bild</translation>
    </message>
    <message>
        <source>{n} frame dropped</source>
        <translation>{n} Bild fehlt</translation>
    </message>
    <message>
        <source>{n} frames</source>
        <translation>{n} Bilder</translation>
    </message>
    <message>
        <source>{n} frames dropped</source>
        <translation>{n} Bilder fehlen</translation>
    </message>
    <message>
        <source>{n} frames in the loop</source>
        <translation>{n} Bilder in der Schleife</translation>
    </message>
    <message>
        <source>{n} frames/s on {device}</source>
        <translation>{n} Bilder/s auf {device}</translation>
    </message>
    <message>
        <source>{n} hidden, since it looks right</source>
        <translation>{n} ausgeblendet, da es richtig aussieht</translation>
    </message>
    <message>
        <source>{n} hidden, since they look right</source>
        <translation>{n} ausgeblendet, da sie richtig aussehen</translation>
    </message>
    <message>
        <source>{n} joints</source>
        <translation>{n} Gelenke</translation>
    </message>
    <message>
        <source>{n} labelled frame</source>
        <translation>{n} bearbeitetes Bild</translation>
    </message>
    <message>
        <source>{n} labelled frames</source>
        <translation>{n} bearbeitete Bilder</translation>
    </message>
    <message>
        <source>{n} lifters</source>
        <translation>{n} Lifter</translation>
    </message>
    <message>
        <source>{n} mm MPJPE on Human3.6M, by its publishers</source>
        <translation>{n} mm MPJPE auf Human3.6M, laut Herausgeber</translation>
    </message>
    <message>
        <source>{n} more key moments are in the table overleaf.</source>
        <translation>{n} weitere Schlüsselmomente stehen in der Tabelle auf der Rückseite.</translation>
    </message>
    <message>
        <source>{n} of the recording&apos;s videos cannot be found: {names}.</source>
        <translation>{n} der Videos dieser Aufnahme sind nicht zu finden: {names}.</translation>
    </message>
    <message>
        <source>{n} of the videos are not in this folder.</source>
        <translation>{n} der Videos sind nicht in diesem Ordner.</translation>
    </message>
    <message>
        <source>{n} of these could not be opened.</source>
        <translation>{n} davon waren nicht zu öffnen.</translation>
    </message>
    <message>
        <source>{n} of {count} not looked at yet</source>
        <translation>{n} von {count} noch nicht angesehen</translation>
    </message>
    <message>
        <source>{n} of {total} pairs</source>
        <translation>{n} von {total} Paaren</translation>
    </message>
    <message>
        <source>{n} people</source>
        <translation>{n} Personen</translation>
    </message>
    <message>
        <source>{n} person</source>
        <translation>{n} Person</translation>
    </message>
    <message>
        <source>{n} pixels from where the other views have it</source>
        <translation>{n} Pixel von dort, wo die anderen Ansichten es haben</translation>
    </message>
    <message>
        <source>{n} point</source>
        <translation>{n} Gelenkpunkt</translation>
    </message>
    <message>
        <source>{n} points</source>
        <translation>{n} Gelenkpunkte</translation>
    </message>
    <message>
        <source>{n} processes</source>
        <translation>{n} Prozesse</translation>
    </message>
    <message>
        <source>{n} s a step</source>
        <translation>{n} s je Schritt</translation>
    </message>
    <message>
        <source>{n} s at every key moment</source>
        <translation>{n} s an jedem Schlüsselmoment</translation>
    </message>
    <message>
        <source>{n} skeletons (.asf) lie beside it, and none is of its name.</source>
        <translation>{n} Skelette (.asf) liegen daneben, und keines trägt ihren Namen.</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n} Schritte</translation>
    </message>
    <message>
        <source>{n} steps on {device}</source>
        <translation>{n} Schritte auf {device}</translation>
    </message>
    <message>
        <source>{n} steps/s</source>
        <translation>{n} Schritte/s</translation>
    </message>
    <message>
        <source>{n} stretches, together 1 frame</source>
        <translation>{n} Abschnitte, zusammen 1 Bild</translation>
    </message>
    <message>
        <source>{n} stretches, together {frames} frames</source>
        <translation>{n} Abschnitte, zusammen {frames} Bilder</translation>
    </message>
    <message>
        <source>{n} values with a comma between, please</source>
        <translation>bitte {n} Werte, durch Komma getrennt</translation>
    </message>
    <message>
        <source>{n} videos</source>
        <translation>{n} Videos</translation>
    </message>
    <message>
        <source>{n} views</source>
        <translation>{n} Ansichten</translation>
    </message>
    <message>
        <source>{n} views on one timeline.</source>
        <translation>{n} Ansichten auf einer Zeitleiste.</translation>
    </message>
    <message>
        <source>{n}/s on {device}</source>
        <translation>{n}/s auf {device}</translation>
    </message>
    <message>
        <source>{n}nd</source>
        <translation>{n}.</translation>
    </message>
    <message>
        <source>{n}rd</source>
        <translation>{n}.</translation>
    </message>
    <message>
        <source>{n}st</source>
        <translation>{n}.</translation>
    </message>
    <message>
        <source>{n}th</source>
        <translation>{n}.</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} und {other}</translation>
    </message>
    <message>
        <source>{pairs} err alike and teach each other little.</source>
        <translation>{pairs} irren sich gleich und lehren einander wenig.</translation>
    </message>
    <message>
        <source>{percent} % speed · {time}</source>
        <translation>{percent} % Tempo · {time}</translation>
    </message>
    <message>
        <source>{person} has {n} actions, not {all}.</source>
        <translation>{person} hat {n} Aktionen, nicht {all}.</translation>
    </message>
    <message>
        <source>{play} plays them together, {frame_back} and {frame_forward} step by one frame. The view with the bright frame is the one at hand: its frames are counted, and {next_view} goes to the next.</source>
        <translation>{play} spielt sie zusammen ab, {frame_back} und {frame_forward} gehen ein Bild weiter. Die Ansicht mit dem hellen Rahmen ist die aktive: Ihre Bilder werden gezählt, und {next_view} geht zur nächsten.</translation>
    </message>
    <message>
        <source>{points} in {frames} imported.</source>
        <translation>{points} importiert, verteilt auf {frames}.</translation>
    </message>
    <message>
        <source>{points} in {frames}.</source>
        <translation>{points}, verteilt auf {frames}.</translation>
    </message>
    <message>
        <source>{points} not imported: another label is here, and stayed.</source>
        <translation>{points} nicht importiert: Hier ist anderes gesetzt, und es blieb.</translation>
    </message>
    <message>
        <source>{points} not imported: the joint is locked.</source>
        <translation>{points} nicht importiert: Das Gelenk ist gesperrt.</translation>
    </message>
    <message>
        <source>{px} px from here</source>
        <translation>{px} px von hier</translation>
    </message>
    <message>
        <source>{rate}, {view} has {other}</source>
        <translation>{rate}, {view} hat {other}</translation>
    </message>
    <message>
        <source>{remedy} Or say which view it is (--view).</source>
        <translation>{remedy} Oder sagen, welche Ansicht es ist (--view).</translation>
    </message>
    <message>
        <source>{said}. Touch to change</source>
        <translation>{said}. Zum Ändern antippen</translation>
    </message>
    <message>
        <source>{seconds} s shorter</source>
        <translation>{seconds} s kürzer</translation>
    </message>
    <message>
        <source>{seconds} seconds is not between 0 and 3600.</source>
        <translation>{seconds} Sekunden liegen nicht zwischen 0 und 3600.</translation>
    </message>
    <message>
        <source>{side} has no frames of {person}.</source>
        <translation>{side} hat keine Bilder von {person}.</translation>
    </message>
    <message>
        <source>{side} source {source!r} is not like s_09_act_05_subact_02_ca_01.</source>
        <translation>{side} source {source!r} sieht nicht aus wie s_09_act_05_subact_02_ca_01.</translation>
    </message>
    <message>
        <source>{size} from {host}</source>
        <translation>{size} von {host}</translation>
    </message>
    <message>
        <source>{size} of memory</source>
        <translation>{size} Speicher</translation>
    </message>
    <message>
        <source>{speed} on {device}</source>
        <translation>{speed} auf {device}</translation>
    </message>
    <message>
        <source>{start:.2f} to {end:.2f}</source>
        <translation>{start:.2f} bis {end:.2f}</translation>
    </message>
    <message>
        <source>{state}. Click: change it</source>
        <translation>{state}. Klicken: ändern</translation>
    </message>
    <message>
        <source>{stretches} are left.</source>
        <translation>Übrig: {stretches}.</translation>
    </message>
    <message>
        <source>{stretches} is left.</source>
        <translation>Übrig: {stretches}.</translation>
    </message>
    <message>
        <source>{stretches}. Click one to look at it; untick what is right as it is.</source>
        <translation>{stretches}. Zum Ansehen anklicken; abwählen, was so richtig ist.</translation>
    </message>
    <message>
        <source>{s} s apart</source>
        <translation>{s} s auseinander</translation>
    </message>
    <message>
        <source>{s} s of movement that both views show</source>
        <translation>{s} s Bewegung, die beide Ansichten zeigen</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>{time}/frame</source>
        <translation>{time}/Bild</translation>
    </message>
    <message>
        <source>{time}/frame ({rate}/s)</source>
        <translation>{time}/Bild ({rate}/s)</translation>
    </message>
    <message>
        <source>{time}: {steps} steps of {each} on {device}.</source>
        <translation>{time}: {steps} Schritte zu {each} auf {device}.</translation>
    </message>
    <message>
        <source>{title} (in part)</source>
        <translation>{title} (zum Teil)</translation>
    </message>
    <message>
        <source>{title} cannot lift a single picture. Choose another lifter.</source>
        <translation>{title} kann ein einzelnes Bild nicht in 3D bestimmen. Einen anderen Lifter wählen.</translation>
    </message>
    <message>
        <source>{title} does not learn here. Choose HRNet, RTMPose or DWPose of PyTorch weights.</source>
        <translation>{title} lernt hier nicht. HRNet, RTMPose oder DWPose aus PyTorch-Gewichten wählen.</translation>
    </message>
    <message>
        <source>{title} fell by {percent}% on what was held out.</source>
        <translation>{title}: am Zurückgehaltenen um {percent} % gefallen.</translation>
    </message>
    <message>
        <source>{title} has not changed on what was held out.</source>
        <translation>{title}: am Zurückgehaltenen unverändert.</translation>
    </message>
    <message>
        <source>{title} in {unit}: {curves}</source>
        <translation>{title} in {unit}: {curves}</translation>
    </message>
    <message>
        <source>{title} is there, and is the detector now.</source>
        <translation>{title} ist da und jetzt der Detektor.</translation>
    </message>
    <message>
        <source>{title} is there, and is the detector of this recording now.</source>
        <translation>{title} ist da und jetzt der Detektor dieser Aufnahme.</translation>
    </message>
    <message>
        <source>{title} is there, and is the lifter now.</source>
        <translation>{title} ist da und jetzt der Lifter.</translation>
    </message>
    <message>
        <source>{title} is there, and is the lifter of this recording now.</source>
        <translation>{title} ist da und jetzt der Lifter dieser Aufnahme.</translation>
    </message>
    <message>
        <source>{title} lifts key-frames, not every frame. Choose another lifter.</source>
        <translation>{title} nimmt Schlüsselbilder, nicht jedes Bild. Einen anderen Lifter wählen.</translation>
    </message>
    <message>
        <source>{title} rose by {percent}% on what was held out.</source>
        <translation>{title}: am Zurückgehaltenen um {percent} % gestiegen.</translation>
    </message>
    <message>
        <source>{title} takes {joints}; recordings are read as H36M-17. Choose another lifter.</source>
        <translation>{title} nimmt {joints}; Aufnahmen werden als H36M-17 gelesen. Einen anderen Lifter wählen.</translation>
    </message>
    <message>
        <source>{title}, 1 of {n}</source>
        <translation>{title}, 1 von {n}</translation>
    </message>
    <message>
        <source>{title}, 1 of {n} frames</source>
        <translation>{title}, 1 von {n} Bildern</translation>
    </message>
    <message>
        <source>{title}, {unit}: the higher the better</source>
        <translation>{title}, {unit}: je größer, desto besser</translation>
    </message>
    <message>
        <source>{title}, {unit}: the lower the better</source>
        <translation>{title}, {unit}: je kleiner, desto besser</translation>
    </message>
    <message>
        <source>{title}: back to the default, {value}</source>
        <translation>{title}: zurück zur Vorgabe, {value}</translation>
    </message>
    <message>
        <source>{title}: choose a file</source>
        <translation>{title}: eine Datei wählen</translation>
    </message>
    <message>
        <source>{title}: done.</source>
        <translation>{title}: fertig.</translation>
    </message>
    <message>
        <source>{title}: the film could not be saved.</source>
        <translation>{title}: Der Film konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>{title}: the run failed.</source>
        <translation>{title}: Der Lauf ist gescheitert.</translation>
    </message>
    <message>
        <source>{title}: {terms} That holds for what learns from it, too.</source>
        <translation>{title}: {terms} Das gilt auch für das, was daraus lernt.</translation>
    </message>
    <message>
        <source>{variable} names it, but it does not exist.</source>
        <translation>{variable} nennt es, aber es gibt es nicht.</translation>
    </message>
    <message>
        <source>{verdict}, discarded</source>
        <translation>{verdict}, verworfen</translation>
    </message>
    <message>
        <source>{verdict}, kept</source>
        <translation>{verdict}, behalten</translation>
    </message>
    <message>
        <source>{video}: {done} of {total} frames</source>
        <translation>{video}: {done} von {total} Bildern</translation>
    </message>
    <message>
        <source>{views} views agree to {mm} mm ({kind}), the median of all joints in {frames} frame of the loop.</source>
        <translation>{views} Ansichten stimmen auf {mm} mm überein ({kind}), im Median aller Gelenke in {frames} Bild der Schleife.</translation>
    </message>
    <message>
        <source>{views} views agree to {mm} mm ({kind}), the median of all joints in {frames} frame.</source>
        <translation>{views} Ansichten stimmen auf {mm} mm überein ({kind}), im Median aller Gelenke in {frames} Bild.</translation>
    </message>
    <message>
        <source>{views} views agree to {mm} mm ({kind}), the median of all joints in {frames} frames of the loop.</source>
        <translation>{views} Ansichten stimmen auf {mm} mm überein ({kind}), im Median aller Gelenke in {frames} Bildern der Schleife.</translation>
    </message>
    <message>
        <source>{views} views agree to {mm} mm ({kind}), the median of all joints in {frames} frames.</source>
        <translation>{views} Ansichten stimmen auf {mm} mm überein ({kind}), im Median aller Gelenke in {frames} Bildern.</translation>
    </message>
    <message>
        <source>{view} has no sound.</source>
        <translation>{view} hat keinen Ton.</translation>
    </message>
    <message>
        <source>{view} is at life&apos;s speed</source>
        <translation>{view} ist in Echtzeit</translation>
    </message>
    <message>
        <source>{view} is left out: {why}</source>
        <translation>{view} bleibt außen vor: {why}</translation>
    </message>
    <message>
        <source>{view} is the reference</source>
        <translation>{view} ist die Referenz</translation>
    </message>
    <message>
        <source>{view} is {camera}</source>
        <translation>{view} ist {camera}</translation>
    </message>
    <message>
        <source>{view} is {factor}× slow motion</source>
        <translation>{view} ist {factor}× Zeitlupe</translation>
    </message>
    <message>
        <source>{view} lasts {longest} s and this one {seconds} s, so they cannot have started and stopped together: synchronize them before comparing.</source>
        <translation>{view} dauert {longest} s und dieses {seconds} s, sie können also nicht zusammen gestartet und angehalten worden sein: vor dem Vergleichen synchronisieren.</translation>
    </message>
    <message>
        <source>{view} {starts}, placed by hand.</source>
        <translation>{view} {starts}, von Hand gesetzt.</translation>
    </message>
    <message>
        <source>{view}, frame {frame}</source>
        <translation>{view}, Bild {frame}</translation>
    </message>
    <message>
        <source>{view}: a body in {frames}; lengths are {kind}.</source>
        <translation>{view}: ein Körper, {frames}; Längen sind {kind}.</translation>
    </message>
    <message>
        <source>{view}: cannot tell</source>
        <translation>{view}: unklar</translation>
    </message>
    <message>
        <source>{view}: cannot tell; {why}</source>
        <translation>{view}: unklar; {why}</translation>
    </message>
    <message>
        <source>{view}: its movement is not used, since only key-frames were looked at, {s} s apart.</source>
        <translation>{view}: Ihre Bewegung zählt nicht, da nur Schlüsselbilder im Abstand von {s} s angesehen wurden.</translation>
    </message>
    <message>
        <source>{view}: its sound cannot be used. {why}</source>
        <translation>{view}: Ihr Ton ist nicht zu gebrauchen. {why}</translation>
    </message>
    <message>
        <source>{view}: no poses yet, so its movement is not used.</source>
        <translation>{view}: noch keine Posen, daher zählt ihre Bewegung nicht.</translation>
    </message>
    <message>
        <source>{view}: the sound of a slow-motion file is not used.</source>
        <translation>{view}: Der Ton einer Zeitlupe zählt nicht.</translation>
    </message>
    <message>
        <source>{view}: {people} in {frames}.</source>
        <translation>{view}: {people}, {frames}.</translation>
    </message>
    <message>
        <source>{weight} in it is no array of numbers.</source>
        <translation>{weight} darin ist kein Feld von Zahlen.</translation>
    </message>
    <message>
        <source>{what} as {format}</source>
        <translation>{what} als {format}</translation>
    </message>
    <message>
        <source>{what} has something that is no number.</source>
        <translation>{what} hat etwas, das keine Zahl ist.</translation>
    </message>
    <message>
        <source>{what} has {numbers} numbers, not {count} finite ones.</source>
        <translation>{what} hat {numbers} Zahlen, nicht {count} endliche.</translation>
    </message>
    <message>
        <source>{what} in the picture</source>
        <translation>{what} im Bild</translation>
    </message>
    <message>
        <source>{what} is {value!r}, not a name</source>
        <translation>{what} ist {value!r}, kein Name</translation>
    </message>
    <message>
        <source>{what} is {value!r}, not a number</source>
        <translation>{what} ist {value!r}, keine Zahl</translation>
    </message>
    <message>
        <source>{what} is {value!r}, not a whole number from 0 up</source>
        <translation>{what} ist {value!r}, keine ganze Zahl ab 0</translation>
    </message>
    <message>
        <source>{what} is {value:g}, which is outside of any picture</source>
        <translation>{what} ist {value:g}, außerhalb jedes Bildes</translation>
    </message>
    <message>
        <source>{who}: with them the movement can tell. Or mark the same moment in every view.</source>
        <translation>{who}: Mit ihnen hilft die Bewegung. Oder denselben Moment in jeder Ansicht markieren.</translation>
    </message>
    <message>
        <source>{width} × {height} pixels.</source>
        <translation>{width} × {height} Pixel.</translation>
    </message>
    <message>
        <source>{} % of frames</source>
        <translation>{} % der Bilder</translation>
    </message>
    <message>
        <source>{} GB of memory</source>
        <translation>{} GB Speicher</translation>
    </message>
    <message>
        <source>{} and {}</source>
        <translation>{} und {}</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
    <message>
        <source>{} of {} pictures/s</source>
        <translation>{} von {} Bildern/s</translation>
    </message>
    <message>
        <source>{} processor cores</source>
        <translation>{} Prozessorkerne</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>± is half of how far the views are apart: how well they agree, which is no accuracy.</source>
        <translation>± ist die Hälfte dessen, was die Ansichten auseinander liegen: wie gut sie übereinstimmen, nicht wie genau sie sind.</translation>
    </message>
    <message>
        <source>±{error} ms, {sure} % sure</source>
        <translation>±{error} ms, zu {sure} % sicher</translation>
    </message>
    <message>
        <source>“Find poses” ({detect}) marks the joints in every video and lifts each view to 3D. Cameras that were not started together are aligned by their sound and movement: {synchronize}.</source>
        <translation>„Posen finden“ ({detect}) markiert die Gelenke in jedem Video und bestimmt jede Ansicht in 3D. Kameras, die nicht zusammen gestartet wurden, gleicht {synchronize} nach Ton und Bewegung ab.</translation>
    </message>
    <message>
        <source>“{command}” is left without a key.</source>
        <translation>„{command}“ bleibt ohne Taste.</translation>
    </message>
    <message>
        <source>“{command}” keeps {keys}.</source>
        <translation>„{command}“ behält {keys}.</translation>
    </message>
    <message>
        <source>“{text}” is neither a frame (123) nor a time (4.250 or 0:04.250)</source>
        <translation>„{text}“ ist weder ein Bild (123) noch eine Zeit (4.250 oder 0:04.250)</translation>
    </message>
    <message>
        <source>“{}” is not a speed: type {} to {} percent</source>
        <translation>„{}“ ist keine Geschwindigkeit: {} bis {} Prozent eingeben</translation>
    </message>
    <message>
        <source>−1 frame</source>
        <translation>−1 Bild</translation>
    </message>
</context>
</TS>
