class WaitingMixin:
    """Looks into the activity menu, which is all that tells of what waits (G2, G4)."""

    def _get_waiting(self, user):
        """Return {model: (late, today, later)} of what waits for a user of ours."""
        self.env.invalidate_all()
        return {
            group["model"]: (
                group["overdue_count"],
                group["today_count"],
                group["planned_count"],
            )
            for group in user.with_user(user)._get_activity_groups()
            if group.get("home_visit_action")
        }
