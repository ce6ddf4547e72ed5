from . import directory, member, portal
