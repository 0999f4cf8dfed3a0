"""What Alembic runs to migrate: on the connection that ``bot.store.migrate`` hands over, inside its transaction."""

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can change little of a table in place; batches copy it.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
