"""What Alembic runs: the steps, on the connection that it is given and in the transaction of that connection."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from simulator.kernel import tables


def _gewoon_type(soort: str, ding: Any, _context: Any) -> str | Literal[False]:
    """A step names types of the database: what the types of the simulator are may change later."""
    return f"sa.{ding.impl_instance!r}" if soort == "type" and isinstance(ding, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_item=_gewoon_type,
    render_as_batch=True,  # SQLite can change little of a table; Alembic then makes a new one
    transactional_ddl=True,  # SQLite can, since the transaction is begun by us
)
with context.begin_transaction():
    context.run_migrations()
