"""Synchronizing recordings that nothing ties together: plain functions, to be used from anywhere.

    core.sync.audio(path_a, path_b)                 two files, by what they heard
    core.sync.pose(kp_a, t_a, kp_b, t_b)            two uncalibrated views, by how the same person moved in 2D
    core.sync.agreement(p_a, t_a, p_b, t_b)         a check: how well two lifted 3D poses fit at every offset
    core.sync.manual(marks, frame_s)                by the same events marked in several views
    core.sync.solve({(a, b): pair, ...})            all pairs of three and more views together

*Time.* A pair's answer is the line t_a = offset_s + (1 + drift_ppm·1e-6)·t_b between the time stamps of its two files,
in seconds: the same moment shows in a at t_a and in b at t_b. A solution places every view on the reference timeline
of the anchor (the first view): t_ref = offset_s + (1 + drift_ppm·1e-6)·t_view. Frame numbers and frame rates play no
part anywhere. A slow-motion file's time stamps are divided by its factor before they come here.

*Confidence* is the probability, measured on generated pairs, that the answer is right to a frame at 30 frames/s. Below
`sync_pair.ACCEPT` the answer is 'cannot tell': `accepted` is False, and the candidates are what there is to look at.
sigma_s is the standard error of an answer that is right, in the middle of the overlap.

*Evidence* is never mixed up: 'audio' is the moment that a sound arrives, which comes 2.9 ms a metre after its picture,
plus each device's own lag; 'pose' is the picture's own moment; 'agreement' rests on the same pictures as 'pose' and
only checks it; 'manual' is what somebody saw, to half a frame. `core.synchronize` weighs them for a recording.
"""

from core.sync_agreement import agreement
from core.sync_audio import audio
from core.sync_marks import manual
from core.sync_pose import pose
from core.sync_solve import solve

__all__ = ["agreement", "audio", "manual", "pose", "solve"]
