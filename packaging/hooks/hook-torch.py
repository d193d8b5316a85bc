"""torch as the program loads it, in place of all of its 3000 modules; what that is, the spec tells PyInstaller.

Beside its shared libraries the sources of its modules are kept: torch.jit reads them.
"""

from PyInstaller.utils.hooks import collect_data_files, collect_dynamic_libs

binaries = collect_dynamic_libs("torch")
datas = collect_data_files("torch", includes=["bin/torch_shm_manager*"])  # without it torch does not load
module_collection_mode = "pyz+py"
