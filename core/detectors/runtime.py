"""A graph on ONNX Runtime: on the device that was asked for or not at all, as ONNX Runtime by itself goes over to the
processor without a word."""

from pathlib import Path
from typing import Any

from core.errors import ParallaxError
from core.words import marked, tr

PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}


def session(path: Path, device: str, remedy: str = marked("Give a whole ONNX file, or import it again.")) -> Any:
    """A graph in a file, on one thread. remedy: what to do where the file is damaged.

    Raises ParallaxError: no such device here, or no graph that ONNX Runtime reads.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4  # faults are raised, and told in our own words
    wanted = PROVIDERS.get(device)
    if wanted is None or wanted not in onnxruntime.get_available_providers():
        raise ParallaxError(tr("device {device!r}").format(device=device), "ONNX Runtime cannot use it here.",
                            "Use the device 'cpu'.")
    both = list(dict.fromkeys((wanted, PROVIDERS["cpu"])))  # the processor does what a device lacks of a graph
    try:
        made = onnxruntime.InferenceSession(str(path), options, providers=both)
    except Exception as error:   # ONNX Runtime's own exceptions share no base class
        raise ParallaxError(path, "ONNX Runtime cannot read it ({why}).", remedy, why=error) from error
    if made.get_providers()[0] != wanted:
        raise ParallaxError(tr("device {device!r}").format(device=device),
                            "ONNX Runtime knows it but cannot start it.", "Use the device 'cpu'.")
    return made
