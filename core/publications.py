"""Who published weights of the networks of core/nets, and what their licences mean.

What a licence means is told in words wherever weights are chosen. Nearly all lifters were learned from Human3.6M, whose
recordings are licensed for academic use alone, and detectors from pictures of many owners; whether that binds what was
learned from them is not settled.
"""

from collections.abc import Iterable
from dataclasses import dataclass

_ACADEMIC = ("they were learned from Human3.6M, whose recordings are for academic use alone: ask before you use them "
             "commercially.")


@dataclass(frozen=True)
class Publication:
    """title of the model; paper; source: the publishers; licence of code and weights, consequence: what it means.

    restricted: it forbids something that a user may want.
    """

    title: str
    paper: str
    source: str
    licence: str
    consequence: str
    restricted: bool = True


_FREE = f"Code and weights may be used and passed on with their notice; {_ACADEMIC}"
_NONE = f"No licence was given: all rights are reserved, so ask the authors before you use or pass them on; {_ACADEMIC}"

_PICTURES = ("Code and weights may be used and passed on with their notice; they were learned from pictures of the "
             "web, some of which are for research alone: ask before you use them commercially.")

# By the module of the network in core/nets.
PUBLICATIONS: dict[str, Publication] = {
    "simple_baseline": Publication("SimpleBaseline", "Martinez et al., ICCV 2017, arXiv:1705.03098",
                                   "weigq/3d_pose_baseline_pytorch, knu-vis/L2D-Pose", "MIT", _FREE),
    "videopose3d": Publication("VideoPose3D", "Pavllo et al., CVPR 2019, arXiv:1811.11742",
                               "facebookresearch/VideoPose3D", "CC BY-NC 4.0",
                               "Not for commercial use. Name the authors where you show what it made."),
    "mixste": Publication("MixSTE", "Zhang et al., CVPR 2022, arXiv:2203.00859", "JinluZhang1126/MixSTE",
                          "no licence", _NONE),
    "iganet": Publication("IGANet", "Wang et al., ICASSP 2023, arXiv:2304.14045", "xiu-cs/IGANet", "MIT", _FREE),
    "dstformer": Publication("MotionBERT", "Zhu et al., ICCV 2023, arXiv:2210.06551", "Walter0807/MotionBERT",
                             "Apache-2.0", _FREE),
    "poseformer": Publication("PoseFormer", "Zheng et al., ICCV 2021, arXiv:2103.10455", "zczcwh/PoseFormer",
                              "no licence", _NONE),
    "mhformer": Publication("MHFormer", "Li et al., CVPR 2022, arXiv:2111.12707", "Vegetebird/MHFormer", "MIT", _FREE),
    "strided_transformer": Publication("StridedTransformer", "Li et al., IEEE TMM 2022, arXiv:2103.14304",
                                       "Vegetebird/StridedTransformer-Pose3D", "MIT", _FREE),
    "uplift_upsample": Publication("Uplift and Upsample", "Einfalt et al., WACV 2023, arXiv:2210.06110",
                                   "goldbricklemon/uplift-upsample-3dhpe", "MIT", _FREE),
    "hrnet": Publication("HRNet", "Sun et al., CVPR 2019, arXiv:1902.09212",
                         "leoxiaobin/deep-high-resolution-net.pytorch", "MIT", _PICTURES),
    "rtmpose": Publication("RTMPose", "Jiang et al. 2023, arXiv:2303.07399", "open-mmlab/mmpose", "Apache-2.0",
                           _PICTURES),
}


def publication(net: str, names: Iterable[str]) -> Publication | None:
    """Who published weights with these names, as they are in the file, for a network of core/nets; None: unknown."""
    known = PUBLICATIONS.get(net)
    if known is None:
        return None
    if any(name.startswith("backbone.") for name in names):  # mmpose's own training, or its copy
        means = known.consequence if net in ("hrnet", "rtmpose") else _FREE
        return Publication(f"{known.title} (mmpose)", known.paper, "open-mmlab/mmpose", "Apache-2.0", means)
    return known
