from . import controllers, models, report, wizards
from . import controllers, models, report, wizard
