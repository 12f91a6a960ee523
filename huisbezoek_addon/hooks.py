"""What the addon leaves behind tidily when it is uninstalled (K3)."""

#: Core models that point to any record by its model's name.
POINTING = (
    ("mail.message", "model"),
    ("mail.followers", "res_model"),
    ("mail.activity", "res_model"),
    ("ir.attachment", "res_model"),
)


def uninstall_hook(env):
    """Take away what would stay behind as orphans: messages, files, activities.

    Models, menus, scheduled actions, groups and views go by themselves. Calendar
    events stay for their owners, and so do the projects, tasks and hour lines of
    annual tasks: neutral, and from now on ordinary.
    """
    models = env["ir.model"].search([("model", "=like", "huisbezoek.%")])
    for model, field in POINTING:
        # Files of fields, such as the letterhead, are skipped unless asked for.
        everything = env[model].with_context(
            active_test=False, skip_res_field_check=True
        )
        everything.search([(field, "in", models.mapped("model"))]).unlink()
