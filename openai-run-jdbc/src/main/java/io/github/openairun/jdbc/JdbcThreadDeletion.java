package io.github.openairun.jdbc;

import org.springframework.util.Assert;

import io.github.openairun.ThreadDeletionListener;

/**
 * Deletes the durable runs of a thread that was deleted, with their calls and decisions.
 * A run in progress stays: it fails, because its thread is gone, and is kept as long as
 * other runs that have ended.
 *
 * @since 0.1.0
 */
public final class JdbcThreadDeletion implements ThreadDeletionListener {

	private final JdbcAccess database;

	/**
	 * Create a listener.
	 * @param database the database
	 */
	public JdbcThreadDeletion(JdbcAccess database) {
		Assert.notNull(database, "'database' must not be null");
		this.database = database;
	}

	@Override
	public void threadDeleted(String threadId) {
		this.database.inOwnTransaction(() -> this.database.jdbc()
			.update(this.database.sql("delete from openai_run_drive where thread_id = ? and ended_at is not null"),
					threadId));
	}

}
