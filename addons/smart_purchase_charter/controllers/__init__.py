from . import portal_charter
