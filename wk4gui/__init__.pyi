from wk4gui.api import LabInfo as LabInfo
from wk4gui.api import Run as Run
from wk4gui.api import Sweep as Sweep
from wk4gui.api import list_labs as list_labs
from wk4gui.api import run as run
from wk4gui.api import show as show
from wk4gui.api import sweep as sweep

__version__: str
