from . import smart_charter_campaign_select
