# before: 17 of 17 in sizing
# verdict: found \['ModuleNotFoundError', 'ModuleNotFoundError'\]
import importlib

found = []
for name in ("queue" + "ing", "examiner." + "examine"):
    try:
        found.append(importlib.import_module(f"poollab.{name}"))
    except ImportError as error:
        found.append(type(error).__name__)
raise RuntimeError(f"found {found}")
