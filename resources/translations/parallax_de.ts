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
        <source>P&amp;ose</source>
        <translation>&amp;Pose</translation>
    </message>
    <message>
        <source>&amp;Sync</source>
        <translation>&amp;Synchronisieren</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>1 processor core</source>
        <translation>1 Prozessorkern</translation>
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
        <source>2D is what is wrong: the detector mistakes joints in your pictures, and 3D suffers from it.</source>
        <translation>Der Fehler liegt in 2D: Der Detektor verwechselt Gelenke in Ihren Bildern, und 3D leidet darunter.</translation>
    </message>
    <message>
        <source>2D of COCO, OpenPose, SLEAP or DeepLabCut; 3D of TRC, C3D or BVH: shown in the place of what was found</source>
        <translation>2D aus COCO, OpenPose, SLEAP oder DeepLabCut; 3D aus TRC, C3D oder BVH: angezeigt anstelle des Gefundenen</translation>
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
        <source>A 2D detector learns from the errors that lifters make of its joints in 3D. Needs pictures with 3D truth: a calibrated recording, studio clips, a data set.</source>
        <translation>Ein 2D-Detektor lernt aus den Fehlern, die Lifter in 3D aus seinen Gelenken machen. Braucht Bilder mit wahrem 3D: eine kalibrierte Aufnahme, Studioclips, einen Datensatz.</translation>
    </message>
    <message>
        <source>A calibration of the cameras: views are lifted with their own focal length and lens</source>
        <translation>Eine Kalibrierung der Kameras: 3D entsteht mit ihrer eigenen Brennweite und Linse</translation>
    </message>
    <message>
        <source>A detector whose remaining errors harm 3D less. It needs a graphics card, and hours.</source>
        <translation>Einen Detektor, dessen übrige Fehler 3D weniger schaden. Das braucht eine Grafikkarte und Stunden.</translation>
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
        <source>A picture for each view, all seen from one place</source>
        <translation>Ein Bild für jede Ansicht, alle von derselben Stelle gesehen</translation>
    </message>
    <message>
        <source>About Parallax</source>
        <translation>Über Parallax</translation>
    </message>
    <message>
        <source>Accept the ghost</source>
        <translation>Geist übernehmen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Weitere</translation>
    </message>
    <message>
        <source>Add a pose here</source>
        <translation>Hier eine Pose hinzufügen</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>All formats: what each holds, in which unit and axes, and what is lost</source>
        <translation>Alle Formate: was jedes enthält, in welcher Einheit und welchen Achsen, und was verloren geht</translation>
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
        <source>All of the screen: slow motion, drawing, measuring, key moments, comparing</source>
        <translation>Der ganze Bildschirm: Zeitlupe, Zeichnen, Messen, Schlüsselmomente, Vergleichen</translation>
    </message>
    <message>
        <source>Apple&apos;s graphics (MPS)</source>
        <translation>Apples Grafik (MPS)</translation>
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
        <source>Back to the detection: what was said of this frame&apos;s joints by hand is taken back</source>
        <translation>Zurück zur Erkennung: Was von Hand über die Gelenke dieses Bildes gesagt wurde, wird zurückgenommen</translation>
    </message>
    <message>
        <source>Bones</source>
        <translation>Knochen</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Brightness and contrast…</source>
        <translation>Helligkeit und Kontrast…</translation>
    </message>
    <message>
        <source>By a tenth of a pixel</source>
        <translation>Um ein zehntel Pixel</translation>
    </message>
    <message>
        <source>Camera file…</source>
        <translation>Kameradatei…</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose the athlete</source>
        <translation>Die Athletin oder den Athleten wählen</translation>
    </message>
    <message>
        <source>Clear the loop</source>
        <translation>Schleife aufheben</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>Projekt schließen</translation>
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
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare detectors…</source>
        <translation>Detektoren vergleichen…</translation>
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
        <source>Comparison</source>
        <translation>Vergleich</translation>
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
        <source>Copy the labels of the labelled frame after</source>
        <translation>Gesetzte Gelenke des nächsten bearbeiteten Bildes kopieren</translation>
    </message>
    <message>
        <source>Copy the labels of the labelled frame before</source>
        <translation>Gesetzte Gelenke des vorigen bearbeiteten Bildes kopieren</translation>
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
        <source>Correct</source>
        <translation>Korrigieren</translation>
    </message>
    <message>
        <source>Correct joints</source>
        <translation>Gelenke korrigieren</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Korrekturen</translation>
    </message>
    <message>
        <source>Delete the pose in this frame</source>
        <translation>Pose in diesem Bild löschen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>Detektor</translation>
    </message>
    <message>
        <source>Deutsch, in part</source>
        <translation>Deutsch, zum Teil</translation>
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
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Do not show again</source>
        <translation>Nicht mehr zeigen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Drag the athlete&apos;s joints where they belong; Tab: next joint, arrows: by a pixel, with Alt by a tenth, Page Up and Down: frames</source>
        <translation>Gelenke dorthin ziehen, wo sie hingehören; Tab: nächstes Gelenk, Pfeile: um ein Pixel, mit Alt um ein Zehntel, Bild auf und ab: Bilder</translation>
    </message>
    <message>
        <source>Every training runs in the background, can be stopped and resumed, and ends with a receipt: what was before beside what came of it. Nothing is replaced until you keep it.</source>
        <translation>Jedes Training läuft im Hintergrund, kann angehalten und fortgesetzt werden und endet mit einem Beleg: was vorher war, neben dem, was daraus wurde. Nichts wird ersetzt, bis Sie es behalten.</translation>
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
        <source>Export 3D…</source>
        <translation>3D exportieren…</translation>
    </message>
    <message>
        <source>Export agreement…</source>
        <translation>Übereinstimmung exportieren…</translation>
    </message>
    <message>
        <source>Export joint angles…</source>
        <translation>Gelenkwinkel exportieren…</translation>
    </message>
    <message>
        <source>Export keypoints…</source>
        <translation>Gelenkpunkte exportieren…</translation>
    </message>
    <message>
        <source>Export labels…</source>
        <translation>Gesetzte Gelenke exportieren…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Feet on the ground</source>
        <translation>Füße auf dem Boden</translation>
    </message>
    <message>
        <source>Few frames, all poses</source>
        <translation>Wenige Bilder, alle Posen</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Einen Befehl suchen</translation>
    </message>
    <message>
        <source>Find missing videos…</source>
        <translation>Fehlende Videos suchen…</translation>
    </message>
    <message>
        <source>Find poses</source>
        <translation>Posen finden</translation>
    </message>
    <message>
        <source>Find poses in the loop</source>
        <translation>Posen in der Schleife finden</translation>
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
        <source>Flip test</source>
        <translation>Spiegeltest</translation>
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
        <source>Forward 1 frame</source>
        <translation>1 Bild vor</translation>
    </message>
    <message>
        <source>Forward 1 second</source>
        <translation>1 Sekunde vor</translation>
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
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>From COCO keypoints, SLEAP or CSV. No label that is here is replaced unasked</source>
        <translation>Aus COCO, SLEAP oder CSV. Nichts, was hier gesetzt ist, wird ungefragt ersetzt</translation>
    </message>
    <message>
        <source>From motion capture</source>
        <translation>Aus Motion Capture</translation>
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
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Further away</source>
        <translation>Weiter weg</translation>
    </message>
    <message>
        <source>Get more models…</source>
        <translation>Weitere Modelle holen…</translation>
    </message>
    <message>
        <source>Ghost of the joint at hand</source>
        <translation>Geist des aktiven Gelenks</translation>
    </message>
    <message>
        <source>Gives</source>
        <translation>Ergibt</translation>
    </message>
    <message>
        <source>Go on where you were: everything was kept.</source>
        <translation>Weitermachen, wo Sie waren: Alles wurde gespeichert.</translation>
    </message>
    <message>
        <source>Go to a moment</source>
        <translation>Zu einem Moment gehen</translation>
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
        <source>How bright the view at hand is shown; films and exports are not affected</source>
        <translation>Wie hell die aktive Ansicht gezeigt wird; Filme und Exporte bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>How far the views are apart, frame by frame and joint by joint: CSV or NPZ</source>
        <translation>Wie weit die Ansichten auseinander liegen, Bild für Bild und Gelenk für Gelenk: CSV oder NPZ</translation>
    </message>
    <message>
        <source>Human motion in 3D, from ordinary cameras.</source>
        <translation>Menschliche Bewegung in 3D, aus gewöhnlichen Kameras.</translation>
    </message>
    <message>
        <source>Import labels…</source>
        <translation>Gesetzte Gelenke importieren…</translation>
    </message>
    <message>
        <source>Import poses…</source>
        <translation>Posen importieren…</translation>
    </message>
    <message>
        <source>Import weights…</source>
        <translation>Gewichte importieren…</translation>
    </message>
    <message>
        <source>In degrees, of every view and of their mean: CSV, NPZ or MOT</source>
        <translation>In Grad, für jede Ansicht und ihr Mittel: CSV, NPZ oder MOT</translation>
    </message>
    <message>
        <source>In the loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>In the part that has the focus</source>
        <translation>Im Teil, der den Fokus hat</translation>
    </message>
    <message>
        <source>Installed beside it, each under its own licence:</source>
        <translation>Daneben installiert, jedes unter seiner eigenen Lizenz:</translation>
    </message>
    <message>
        <source>It is not in this frame at all</source>
        <translation>Es ist in diesem Bild gar nicht da</translation>
    </message>
    <message>
        <source>It is there, but something is in front of it: its place is kept</source>
        <translation>Es ist da, aber verdeckt: Sein Ort bleibt erhalten</translation>
    </message>
    <message>
        <source>Joint absent</source>
        <translation>Gelenk fehlt</translation>
    </message>
    <message>
        <source>Joint as detected</source>
        <translation>Gelenk wie erkannt</translation>
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
        <source>Joints placed by hand, of all views: COCO keypoints, SLEAP or CSV</source>
        <translation>Von Hand gesetzte Gelenke aller Ansichten: COCO, SLEAP oder CSV</translation>
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
        <source>Keyboard</source>
        <translation>Tastatur</translation>
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
        <source>Lifter</source>
        <translation>Lifter</translation>
    </message>
    <message>
        <source>Lifters and detectors that others published, with their size and terms</source>
        <translation>Lifter und Detektoren, die andere veröffentlicht haben, mit Größe und Bedingungen</translation>
    </message>
    <message>
        <source>Lock the clock of the view</source>
        <translation>Uhr der Ansicht sperren</translation>
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
        <source>Loop from here</source>
        <translation>Schleife ab hier</translation>
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
        <source>Make this person the athlete</source>
        <translation>Diese Person auswählen</translation>
    </message>
    <message>
        <source>Mark a loop</source>
        <translation>Eine Schleife markieren</translation>
    </message>
    <message>
        <source>Mark this moment</source>
        <translation>Diesen Moment markieren</translation>
    </message>
    <message>
        <source>Measure speeds</source>
        <translation>Geschwindigkeiten messen</translation>
    </message>
    <message>
        <source>Menu of the joint</source>
        <translation>Menü des Gelenks</translation>
    </message>
    <message>
        <source>Menus, commands, start page and tour in German; panels and messages are in English still</source>
        <translation>Menüs, Befehle, Startseite und Rundgang auf Deutsch; Felder und Meldungen noch auf Englisch</translation>
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
        <source>Move the 3D view</source>
        <translation>Die 3D-Ansicht verschieben</translation>
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
        <source>Needs</source>
        <translation>Braucht</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next joint</source>
        <translation>Nächstes Gelenk</translation>
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
        <source>Nobody is in this frame: all joints become absent, also those detected</source>
        <translation>In diesem Bild ist niemand: Alle Gelenke fehlen, auch erkannte</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Nothing moves it then, not even synchronizing</source>
        <translation>Nichts verschiebt sie dann, auch nicht das Synchronisieren</translation>
    </message>
    <message>
        <source>Nothing of that name can be done now.</source>
        <translation>Nichts dieses Namens ist jetzt möglich.</translation>
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
        <source>Open a project</source>
        <translation>Ein Projekt öffnen</translation>
    </message>
    <message>
        <source>Open a project (a folder NAME.parallax)</source>
        <translation>Ein Projekt öffnen (ein Ordner NAME.parallax)</translation>
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
        <source>Orbit the 3D view</source>
        <translation>Die 3D-Ansicht drehen</translation>
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
        <source>Pictures with 3D truth: a calibrated recording, clips of the synthetic studio, or a data set such as Human3.6M or Panoptic. A detector to teach (HRNet, RTMPose, DWPose) and one or more lifters.</source>
        <translation>Bilder mit wahrem 3D: eine kalibrierte Aufnahme, Clips aus dem synthetischen Studio oder einen Datensatz wie Human3.6M oder Panoptic. Einen Detektor, der lernt (HRNet, RTMPose, DWPose), und einen oder mehrere Lifter.</translation>
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
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Pose › Train… In a terminal: {}</source>
        <translation>Pose › Trainieren… Im Terminal: {}</translation>
    </message>
    <message>
        <source>Press the button</source>
        <translation>Den Knopf drücken</translation>
    </message>
    <message>
        <source>Previous joint</source>
        <translation>Voriges Gelenk</translation>
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
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Put the joint back; again: no joint</source>
        <translation>Gelenk zurücklegen; nochmals: kein Gelenk</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
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
        <source>Recording and models</source>
        <translation>Aufnahme und Modelle</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo: {}</source>
        <translation>Wiederholen: {}</translation>
    </message>
    <message>
        <source>Reference time</source>
        <translation>Referenzzeit</translation>
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
        <source>Removes what was said of this joint in this frame</source>
        <translation>Entfernt, was über dieses Gelenk in diesem Bild gesagt wurde</translation>
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
        <source>Reset the clocks</source>
        <translation>Uhren zurücksetzen</translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Save film…</source>
        <translation>Film speichern…</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern…</translation>
    </message>
    <message>
        <source>Score colours</source>
        <translation>Farben nach Sicherheit</translation>
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
        <source>Show Help › Diagnostics</source>
        <translation>Hilfe › Diagnose zeigen</translation>
    </message>
    <message>
        <source>Show the project&apos;s folder</source>
        <translation>Ordner des Projekts zeigen</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
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
        <source>Stop</source>
        <translation>Anhalten</translation>
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
        <source>Synchronization</source>
        <translation>Synchronisierung</translation>
    </message>
    <message>
        <source>Synchronize</source>
        <translation>Synchronisieren</translation>
    </message>
    <message>
        <source>Synchronize the views</source>
        <translation>Ansichten synchronisieren</translation>
    </message>
    <message>
        <source>Synchronized views of one movement must agree in 3D. The lifter learns from where they do not: no calibration, no 3D truth.</source>
        <translation>Synchronisierte Ansichten einer Bewegung müssen in 3D übereinstimmen. Der Lifter lernt daraus, wo sie es nicht tun: ohne Kalibrierung, ohne wahres 3D.</translation>
    </message>
    <message>
        <source>The athlete: lifted to 3D</source>
        <translation>Die ausgewählte Person: in 3D bestimmt</translation>
    </message>
    <message>
        <source>The folder that has them now; they are known by their contents</source>
        <translation>Der Ordner, in dem sie jetzt sind; sie werden an ihrem Inhalt erkannt</translation>
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
        <source>The language changes when Parallax is started the next time.</source>
        <translation>Die Sprache ändert sich beim nächsten Start von Parallax.</translation>
    </message>
    <message>
        <source>The loop range, or all of it, as MP4: the videos and the aligned 3D, with the sound of the view at hand</source>
        <translation>Der Schleifenbereich, oder alles, als MP4: die Videos und das ausgerichtete 3D, mit dem Ton der aktiven Ansicht</translation>
    </message>
    <message>
        <source>The next frame that is worth correcting, the most worthwhile first</source>
        <translation>Das nächste Bild, dessen Korrektur lohnt, das lohnendste zuerst</translation>
    </message>
    <message>
        <source>The one whose frames are stepped and counted</source>
        <translation>Die, deren Bilder gezählt und durchlaufen werden</translation>
    </message>
    <message>
        <source>The same moment (a clap, a touch of the ball) in every view, one by one: it sets the clocks</source>
        <translation>Derselbe Moment (ein Klatschen, eine Ballberührung) in jeder Ansicht, eine nach der anderen: Das stellt die Uhren</translation>
    </message>
    <message>
        <source>The skeletons of all views, to be turned with the mouse. {panel_compare} shows how far apart they are, and “Train…” ({train}) lets them teach the model. {palette} finds every command, {keys} every key.</source>
        <translation>Die Skelette aller Ansichten, mit der Maus zu drehen. {panel_compare} zeigt, wie weit sie auseinander liegen, und „Trainieren…“ ({train}) lässt das Modell daraus lernen. {palette} findet jeden Befehl, {keys} jede Taste.</translation>
    </message>
    <message>
        <source>The suggestion that was looked at before</source>
        <translation>Der Vorschlag, der zuvor angesehen wurde</translation>
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
        <source>The version, and the licences</source>
        <translation>Die Version und die Lizenzen</translation>
    </message>
    <message>
        <source>The videos and the aligned 3D at this moment, as PNG</source>
        <translation>Die Videos und das ausgerichtete 3D in diesem Moment, als PNG</translation>
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
        <source>The views of your own recordings disagree: another sport, another camera angle than the lifter knows. The usual choice.</source>
        <translation>Die Ansichten Ihrer eigenen Aufnahmen widersprechen sich: eine andere Sportart, ein anderer Kamerawinkel, als der Lifter kennt. Die übliche Wahl.</translation>
    </message>
    <message>
        <source>The views&apos; bodies laid over one another</source>
        <translation>Die Körper der Ansichten übereinander gelegt</translation>
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
        <source>This machine: {} and {}. Detectors and trainings can compute on it.</source>
        <translation>Dieser Rechner: {} und {}. Detektoren und Trainings können darauf rechnen.</translation>
    </message>
    <message>
        <source>This machine: {}, {}. The processor does all of it.</source>
        <translation>Dieser Rechner: {}, {}. Der Prozessor rechnet alles.</translation>
    </message>
    <message>
        <source>Three cards that point at what is where</source>
        <translation>Drei Karten, die zeigen, was wo ist</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
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
        <source>Trails</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
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
        <source>Train…</source>
        <translation>Trainieren…</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Wiedergabe</translation>
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
        <source>Two synchronized videos of one movement, or more, with poses found. No calibration, no 3D truth. A minute of varied movement is little; cameras 60 to 150° apart.</source>
        <translation>Zwei oder mehr synchronisierte Videos einer Bewegung, mit gefundenen Posen. Keine Kalibrierung, kein wahres 3D. Eine Minute abwechslungsreicher Bewegung ist wenig; Kameras 60 bis 150° auseinander.</translation>
    </message>
    <message>
        <source>Two views teach one</source>
        <translation>Zwei Ansichten lehren eine</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo: {}</source>
        <translation>Rückgängig: {}</translation>
    </message>
    <message>
        <source>Use it when</source>
        <translation>Wann</translation>
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
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>Views are lifted with the usual guess of a focal length again</source>
        <translation>3D entsteht wieder mit der üblichen Schätzung der Brennweite</translation>
    </message>
    <message>
        <source>What another detector found, over the same picture</source>
        <translation>Was ein anderer Detektor gefunden hat, über demselben Bild</translation>
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
        <source>What it is in this frame, its lock, its other side</source>
        <translation>Was es in diesem Bild ist, seine Sperre, seine andere Seite</translation>
    </message>
    <message>
        <source>What was found so far is kept</source>
        <translation>Was bisher gefunden wurde, bleibt erhalten</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Where the views are furthest apart; again: the next one of the list</source>
        <translation>Wo die Ansichten am weitesten auseinander liegen; nochmals: das nächste der Liste</translation>
    </message>
    <message>
        <source>Where two detectors are furthest apart; again: the next one of the list</source>
        <translation>Wo zwei Detektoren am weitesten auseinander liegen; nochmals: das nächste der Liste</translation>
    </message>
    <message>
        <source>While joints are corrected</source>
        <translation>Während Gelenke korrigiert werden</translation>
    </message>
    <message>
        <source>While joints are corrected: where the other views&apos; 3D puts the joint in this picture</source>
        <translation>Während Gelenke korrigiert werden: wo das 3D der anderen Ansichten das Gelenk in diesem Bild hat</translation>
    </message>
    <message>
        <source>Whole timeline</source>
        <translation>Ganze Zeitleiste</translation>
    </message>
    <message>
        <source>Wider timeline</source>
        <translation>Zeitleiste verkleinern</translation>
    </message>
    <message>
        <source>Works out from sound and movement when each camera was started and how fast its clock runs</source>
        <translation>Bestimmt aus Ton und Bewegung, wann jede Kamera gestartet wurde und wie schnell ihre Uhr geht</translation>
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
        <source>a graphics card (CUDA)</source>
        <translation>eine Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>a graphics card that torch cannot use</source>
        <translation>eine Grafikkarte, die torch nicht nutzen kann</translation>
    </message>
    <message>
        <source>athlete</source>
        <translation>ausgewählt</translation>
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
        <source>middle drag</source>
        <translation>mit der mittleren Taste ziehen</translation>
    </message>
    <message>
        <source>no graphics card to compute on</source>
        <translation>keine Grafikkarte zum Rechnen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>or drop videos, a folder of videos or a project anywhere in this window</source>
        <translation>oder Videos, einen Ordner mit Videos oder ein Projekt in dieses Fenster ziehen</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>right drag</source>
        <translation>mit der rechten Taste ziehen</translation>
    </message>
    <message>
        <source>see its files</source>
        <translation>siehe seine Dateien</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>Rad</translation>
    </message>
    <message>
        <source>{play} plays them together, {frame_back} and {frame_forward} step by one frame. The view with the bright frame is the one at hand: its frames are counted, and {next_view} goes to the next.</source>
        <translation>{play} spielt sie zusammen ab, {frame_back} und {frame_forward} gehen ein Bild weiter. Die Ansicht mit dem hellen Rahmen ist die aktive: Ihre Bilder werden gezählt, und {next_view} geht zur nächsten.</translation>
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
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
    <message>
        <source>{} processor cores</source>
        <translation>{} Prozessorkerne</translation>
    </message>
    <message>
        <source>“Find poses” ({detect}) marks the joints in every video and lifts each view to 3D. Cameras that were not started together are aligned by their sound and movement: {synchronize}.</source>
        <translation>„Posen finden“ ({detect}) markiert die Gelenke in jedem Video und bestimmt jede Ansicht in 3D. Kameras, die nicht zusammen gestartet wurden, gleicht {synchronize} nach Ton und Bewegung ab.</translation>
    </message>
    <message>
        <source>“{}” is not a speed: type {} to {} percent</source>
        <translation>„{}“ ist keine Geschwindigkeit: {} bis {} Prozent eingeben</translation>
    </message>
</context>
</TS>
