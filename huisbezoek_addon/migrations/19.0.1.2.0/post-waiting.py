"""What waits for a care coordinator has no activities any more (F4)."""


def migrate(cr, version):
    """Delete those of signals: their rows would tell of them."""
    cr.execute("DELETE FROM mail_activity WHERE res_model = 'huisbezoek.care.signal'")
    cr.execute("DELETE FROM mail_message WHERE model = 'huisbezoek.care.signal'")
