"""Visits that were held before the addon knew of hours are owed theirs (H2)."""


def migrate(cr, version):
    """Mark them; the lines come once the P-MR has consented.

    The annual tasks of present visitors come by themselves: the column that
    points to them is computed, in batch, when it is made.
    """
    cr.execute(
        """
        UPDATE huisbezoek_visit
           SET hours_due = TRUE
         WHERE state IN ('done', 'reported')
            OR (state = 'not_held' AND outcome = 'not_home' AND start IS NOT NULL)
        """
    )
