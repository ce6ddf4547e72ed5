from . import controllers, models, report, wizard, wizards
