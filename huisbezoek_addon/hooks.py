"""What the addon leaves behind tidily when it is uninstalled (K3)."""


def uninstall_hook(env):
    """Close what the database itself does not: the shadows in the calendar.

    Models, menus, scheduled actions, groups and views go by themselves. Calendar
    events stay, as the memory of their owners: neutral, and from now on ordinary.
    Messages and attachments of our records would stay as orphans; they go.
    """
    models = env["ir.model"].search([("model", "=like", "huisbezoek.%")])
    for model in models.mapped("model"):
        for table in ("mail.message", "mail.followers", "mail.activity"):
            field = "model" if table == "mail.message" else "res_model"
            env[table].search([(field, "=", model)]).unlink()
        env["ir.attachment"].search([("res_model", "=", model)]).unlink()
