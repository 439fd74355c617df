package io.github.openairun.jdbc;

import java.time.Clock;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.util.Assert;

import io.github.openairun.wire.RunLinkStore;

/**
 * A {@link RunLinkStore} in a database, which all nodes of the application share.
 * <p>
 * Every change is a transaction of its own, even if the caller has one, because a link is
 * about the server, which does not roll back.
 *
 * @since 0.1.0
 */
public final class JdbcRunLinkStore implements RunLinkStore {

	private final JdbcAccess database;

	private final Clock clock;

	/**
	 * Create a store.
	 * @param database the database
	 * @param clock supplies the age of the links
	 */
	public JdbcRunLinkStore(JdbcAccess database, Clock clock) {
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.database = database;
		this.clock = clock;
	}

	@Override
	public @Nullable Link find(String threadId, String runId) {
		List<Link> links = this.database.outsideTransactions(() -> this.database.jdbc()
			.query(this.database
				.sql("select response_id, phase from openai_run_link where thread_id = ? and run_id = ?"),
					(rs, row) -> new Link(rs.getString(1), ResponsePhase.valueOf(rs.getString(2))), threadId, runId));
		return links.isEmpty() ? null : links.get(0);
	}

	@Override
	public boolean advance(String threadId, String runId, @Nullable String expected, Link link) {
		try {
			return this.database.inOwnTransaction(() -> (expected == null) ? insert(threadId, runId, link)
					: update(threadId, runId, expected, link)) > 0;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	/** Of several runs, the one that was activated last is the active one. */
	private int insert(String threadId, String runId, Link link) {
		String phase = link.phase().name();
		return this.database.jdbc()
			.update(this.database.sql("insert into openai_run_link (thread_id, run_id, response_id, phase, activation, "
					+ "updated_at) select ?, ?, ?, ?, case when ? = 'ACTIVE' then coalesce(max(activation), 0) + 1 else 0 end, "
					+ "? from openai_run_link where thread_id = ?"), threadId, runId, link.responseId(), phase, phase,
					this.clock.millis(), threadId);
	}

	private int update(String threadId, String runId, String expected, Link link) {
		boolean active = link.phase() == ResponsePhase.ACTIVE;
		return this.database.jdbc()
			.update(this.database.sql("update openai_run_link set response_id = ?, phase = ?, "
					+ "activation = case when activation = 0 then ? else activation end, updated_at = ? "
					+ "where thread_id = ? and run_id = ? and response_id = ?"), link.responseId(), link.phase().name(),
					active ? this.clock.millis() : 0L, this.clock.millis(), threadId, runId, expected);
	}

	@Override
	public @Nullable String activeRun(String threadId) {
		List<Activation> last = this.database.outsideTransactions(() -> this.database.jdbc()
			.query(this.database.sql("select run_id, phase from openai_run_link where thread_id = ? and activation > 0 "
					+ "order by activation desc limit 1"),
					(rs, row) -> new Activation(rs.getString(1), ResponsePhase.valueOf(rs.getString(2))), threadId));
		return (!last.isEmpty() && last.get(0).phase() == ResponsePhase.ACTIVE) ? last.get(0).runId() : null;
	}

	@Override
	public void delete(String threadId) {
		this.database.inOwnTransaction(() -> this.database.jdbc()
			.update(this.database.sql("delete from openai_run_link where thread_id = ?"), threadId));
	}

	private record Activation(String runId, ResponsePhase phase) {
	}

}
