package io.github.openairun.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.util.Assert;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.thread.StoredRun;
import io.github.openairun.thread.StoredThread;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.thread.ThreadUpdate;

/**
 * A {@link ThreadStore} in a database, which all nodes of the application share.
 * <p>
 * Every change is a transaction of its own, even if the caller has one: a run may take
 * minutes, and must neither lock its thread nor see an old state of it. Times are kept to
 * the millisecond. Nothing is deleted unless the application deletes a thread.
 *
 * @since 0.1.0
 */
public final class JdbcThreadStore implements ThreadStore {

	/** More items than one change adds. */
	private static final long POSITIONS_OF_A_VERSION = 1L << 20;

	/** The number of ids in one statement. */
	private static final int IDS = 200;

	private static final String ITEM_COLUMNS = "id, type, role, call_id, json, input, run_id, output, created_at";

	private static final RowMapper<StoredItem> ITEM = (rs, row) -> new StoredItem(rs.getString(1), rs.getString(2),
			rs.getString(3), rs.getString(4), rs.getString(5), rs.getString(6), rs.getString(7), rs.getBoolean(8),
			Instant.ofEpochMilli(rs.getLong(9)));

	private static final String RUN_COLUMNS = "id, thread_id, created_at, status, state";

	private static final RowMapper<StoredRun> RUN = (rs, row) -> new StoredRun(rs.getString(1), rs.getString(2),
			Instant.ofEpochMilli(rs.getLong(3)), rs.getString(4), rs.getString(5));

	private final JdbcAccess database;

	/**
	 * Create a store.
	 * @param database the database
	 */
	public JdbcThreadStore(JdbcAccess database) {
		Assert.notNull(database, "'database' must not be null");
		this.database = database;
	}

	@Override
	public void create(StoredThread thread, List<StoredItem> items) {
		try {
			this.database.inOwnTransaction(() -> {
				this.database.jdbc()
					.update(this.database
						.sql("insert into openai_run_thread (id, version, active_run_id, metadata, created_at) "
								+ "values (?, ?, ?, ?, ?)"),
							thread.id(), thread.version(), thread.activeRunId(), JsonText.write(thread.metadata()),
							thread.createdAt().toEpochMilli());
				insert(thread, items);
				return null;
			});
		}
		catch (DuplicateKeyException ex) {
			throw new IllegalStateException("There is a thread '" + thread.id() + "' already", ex);
		}
	}

	private void insert(StoredThread thread, List<StoredItem> items) {
		long first = thread.version() * POSITIONS_OF_A_VERSION;
		List<Object[]> rows = new ArrayList<>();
		for (StoredItem item : items) {
			rows.add(new @Nullable Object[] { thread.id(), first + rows.size(), item.id(), item.type(), item.role(),
					item.callId(), item.json(), item.input(), item.runId(), item.output(),
					item.createdAt().toEpochMilli() });
		}
		if (!rows.isEmpty()) {
			this.database.jdbc()
				.batchUpdate(this.database.sql("insert into openai_run_item (thread_id, position, " + ITEM_COLUMNS
						+ ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"), rows);
		}
	}

	@Override
	public @Nullable StoredThread find(String threadId) {
		return first(this.database.outsideTransactions(() -> this.database.jdbc()
			.query(this.database.sql(
					"select id, created_at, metadata, active_run_id, version from openai_run_thread " + "where id = ?"),
					JdbcThreadStore::thread, threadId)));
	}

	private static StoredThread thread(ResultSet rs, int row) throws SQLException {
		return new StoredThread(rs.getString(1), Instant.ofEpochMilli(rs.getLong(2)), JsonText.readMap(rs.getString(3)),
				rs.getString(4), rs.getLong(5));
	}

	@Override
	public boolean update(ThreadUpdate update) {
		StoredThread result = update.result();
		return this.database.inOwnTransaction(() -> {
			int rows = this.database.jdbc()
				.update(this.database.sql("update openai_run_thread set metadata = ?, active_run_id = ?, version = ? "
						+ "where id = ? and version = ?"), JsonText.write(result.metadata()), result.activeRunId(),
						result.version(), result.id(), update.expectedVersion());
			if (rows == 0) {
				return false;
			}
			remove(result.id(), List.copyOf(update.removed()));
			insert(result, update.added());
			changeRuns(result, update);
			return true;
		});
	}

	private void remove(String threadId, List<String> itemIds) {
		for (int from = 0; from < itemIds.size(); from += IDS) {
			List<String> ids = itemIds.subList(from, Math.min(from + IDS, itemIds.size()));
			List<Object> arguments = new ArrayList<>();
			arguments.add(threadId);
			arguments.addAll(ids);
			this.database.jdbc()
				.update(this.database.sql("delete from openai_run_item where thread_id = ? and id in (?"
						+ ", ?".repeat(ids.size() - 1) + ")"), arguments.toArray());
		}
	}

	private void changeRuns(StoredThread thread, ThreadUpdate update) {
		if (update.removedRunId() != null) {
			this.database.jdbc()
				.update(this.database.sql("delete from openai_run_thread_run where thread_id = ? and id = ?"),
						thread.id(), update.removedRunId());
		}
		StoredRun run = update.run();
		if (run == null) {
			return;
		}
		int rows = this.database.jdbc()
			.update(this.database.sql("update openai_run_thread_run set status = ?, state = ?, created_at = ? "
					+ "where thread_id = ? and id = ?"), run.status(), run.state(), run.createdAt().toEpochMilli(),
					thread.id(), run.id());
		if (rows == 0) {
			this.database.jdbc()
				.update(this.database.sql("insert into openai_run_thread_run (" + RUN_COLUMNS + ", position) "
						+ "values (?, ?, ?, ?, ?, ?)"), run.id(), thread.id(), run.createdAt().toEpochMilli(),
						run.status(), run.state(), thread.version());
		}
	}

	@Override
	public boolean delete(String threadId) {
		return this.database.inOwnTransaction(() -> this.database.jdbc()
			.update(this.database.sql("delete from openai_run_thread where id = ?"), threadId)) > 0;
	}

	@Override
	public List<StoredItem> items(String threadId) {
		return this.database.outsideTransactions(() -> this.database.jdbc()
			.query(this.database
				.sql("select " + ITEM_COLUMNS + " from openai_run_item where thread_id = ? order by position"), ITEM,
					threadId));
	}

	@Override
	public @Nullable StoredItem findItem(String threadId, String itemId) {
		return first(this.database.outsideTransactions(() -> this.database.jdbc()
			.query(this.database.sql("select " + ITEM_COLUMNS
					+ " from openai_run_item where thread_id = ? and id = ? order by position"), ITEM, threadId,
					itemId)));
	}

	@Override
	public CursorPage<StoredItem> items(String threadId, String type, PageQuery query) {
		return page(new Listing<>("openai_run_item", ITEM_COLUMNS, ITEM, StoredItem::id), threadId, type, query);
	}

	@Override
	public @Nullable StoredRun findRun(String threadId, String runId) {
		return first(this.database.outsideTransactions(() -> this.database.jdbc()
			.query(this.database
				.sql("select " + RUN_COLUMNS + " from openai_run_thread_run where thread_id = ? and id = ?"), RUN,
					threadId, runId)));
	}

	@Override
	public CursorPage<StoredRun> runs(String threadId, PageQuery query) {
		return page(new Listing<>("openai_run_thread_run", RUN_COLUMNS, RUN, StoredRun::id), threadId, null, query);
	}

	private <T> CursorPage<T> page(Listing<T> listing, String threadId, @Nullable String type, PageQuery query) {
		return this.database.outsideTransactions(() -> {
			String condition = "thread_id = ?" + ((type != null) ? " and type = ?" : "");
			List<Object> arguments = new ArrayList<>((type != null) ? List.of(threadId, type) : List.of(threadId));
			boolean ascending = query.order() == PageQuery.Order.ASC;
			StringBuilder sql = new StringBuilder(
					"select " + listing.columns() + " from " + listing.table() + " where " + condition);
			List<Object> bounds = new ArrayList<>();
			for (boolean after : new boolean[] { true, false }) {
				String cursor = after ? query.after() : query.before();
				if (cursor != null) {
					List<Object> known = new ArrayList<>(arguments);
					known.add(cursor);
					Long position = first(
							this.database.jdbc()
								.query(this.database.sql("select position from " + listing.table() + " where "
										+ condition + " and id = ? order by position"), (rs, row) -> rs.getLong(1),
										known.toArray()));
					if (position == null) {
						return new CursorPage<>(List.of(), null, null, false);
					}
					sql.append(" and position ").append((after == ascending) ? ">" : "<").append(" ?");
					bounds.add(position);
				}
			}
			arguments.addAll(bounds);
			arguments.add(query.limit() + 1);
			sql.append(" order by position").append(ascending ? "" : " desc").append(" limit ?");
			List<T> found = this.database.jdbc()
				.query(this.database.sql(sql.toString()), listing.mapper(), arguments.toArray());
			return CursorPages.of(found, listing.id(), query.limit());
		});
	}

	private static <T> @Nullable T first(List<T> rows) {
		return rows.isEmpty() ? null : rows.get(0);
	}

	/**
	 * A table that is listed by pages.
	 *
	 * @param table the table
	 * @param columns its columns that are read
	 * @param mapper reads a row
	 * @param id returns the cursor of an entry
	 */
	private record Listing<T>(String table, String columns, RowMapper<T> mapper, Function<T, String> id) {
	}

}
