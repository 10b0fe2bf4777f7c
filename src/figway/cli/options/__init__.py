"""Options of commands that have many: a module a command, `shared` what several have."""
