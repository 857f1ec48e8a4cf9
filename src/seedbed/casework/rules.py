"""Who may do what with notices and objections. Predicates take (actor, subject)."""

from seedbed.directory.rules import job_named, role_for_unit, setup

PUBLIC = "public"  # the named actor behind a form that anybody may send without an account

drafts_for_desk = role_for_unit("officer", path="pk") | setup
changes_notice = role_for_unit("officer", path="desk_id") | setup
publishes_notice = role_for_unit("officer", "leader", path="desk_id") | setup
takes_down = role_for_unit("officer", "leader", path="desk_id")
closes_notice = job_named("casework.close") | setup
objects = job_named(PUBLIC, "demo")
handles_objection = role_for_unit("officer", path="desk_id") | setup
sets_rules = role_for_unit("officer", "leader", path="root_id") | setup
