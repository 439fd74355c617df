package io.github.openairun.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.CallDecision;
import io.github.openairun.CursorPage;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;
import io.github.openairun.ToolCall;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.PendingCursor;
import io.github.openairun.approval.StoredCall;

/**
 * An {@link ApprovalStore} in the database for the calls of durable runs, which any node
 * decides. A decision is a transaction of its own: it locks the drive, so that the drive
 * either sees it before it is suspended, or is woken.
 *
 * @since 0.1.0
 */
public final class JdbcApprovalStore implements ApprovalStore {

	private static final String COLUMNS = "id, kind, run_id, thread_id, assistant, round, call_id, tool, arguments, "
			+ "server, reason, since_at, expires_at, context, verdict, decided_by, decided_at, decision_reason, "
			+ "decision_arguments, decision_output";

	private final JdbcAccess database;

	private final DriveRows rows;

	private final DriveWaker waker;

	/**
	 * Create a store.
	 * @param database the database
	 * @param waker lets drives go on
	 * @param clock the clock
	 */
	public JdbcApprovalStore(JdbcAccess database, DriveWaker waker, Clock clock) {
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(waker, "'waker' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.database = database;
		this.rows = new DriveRows(database, clock);
		this.waker = waker;
	}

	@Override
	public StoredCall park(StoredCall call, Runnable whenDecided) {
		throw new UnsupportedOperationException("Only drives of durable runs let calls wait here");
	}

	/** Return the store of one drive. */
	ApprovalStore of(DriveRows.Fence fence) {
		return new DriveStore(fence);
	}

	private StoredCall park(DriveRows.Fence fence, StoredCall call) {
		return this.database.inOwnTransaction(() -> {
			this.rows.require(this.rows.lock(fence), fence);
			PendingCall pending = call.call();
			for (StoredCall known : query("run_id = ? and call_id = ?", "since_at", pending.runId(),
					pending.call().id())) {
				if (known.round().equals(call.round()) && known.call().kind() == pending.kind()
						&& !known.isWithdrawn()) {
					return known;
				}
			}
			Instant expiresAt = pending.expiresAt();
			this.database.jdbc()
				.update(this.database.sql("insert into openai_run_pending (drive_id, id, kind, run_id, thread_id, "
						+ "assistant, round, call_id, tool, arguments, server, reason, since_at, expires_at, context, "
						+ "decided_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"), fence.id(),
						pending.id(), pending.kind().name(), pending.runId(), pending.threadId(), pending.assistant(),
						call.round(), pending.call().id(), pending.tool(), pending.arguments(), pending.server(),
						pending.reason(), pending.since().toEpochMilli(),
						(expiresAt != null) ? expiresAt.toEpochMilli() : null, JsonText.write(pending.context()));
			return call;
		});
	}

	private List<StoredCall> query(String condition, String order, Object... arguments) {
		return this.database.jdbc()
			.query(this.database
				.sql("select " + COLUMNS + " from openai_run_pending where " + condition + " order by " + order),
					JdbcApprovalStore::read, arguments);
	}

	private static StoredCall read(ResultSet rs, int row) throws SQLException {
		long expiresAt = rs.getLong("expires_at");
		Instant expiry = rs.wasNull() ? null : Instant.ofEpochMilli(expiresAt);
		PendingCall call = new PendingCall(rs.getString("id"), PendingCall.Kind.valueOf(rs.getString("kind")),
				rs.getString("run_id"), rs.getString("thread_id"), rs.getString("assistant"),
				new ToolCall(rs.getString("call_id"), rs.getString("tool"), rs.getString("arguments"),
						rs.getString("server")),
				rs.getString("reason"), Instant.ofEpochMilli(rs.getLong("since_at")), expiry,
				JsonText.readMap(rs.getString("context")));
		String verdict = rs.getString("verdict");
		return new StoredCall(call, rs.getString("round"),
				(verdict != null) ? new CallDecision(CallDecision.Verdict.valueOf(verdict), rs.getString("decided_by"),
						Instant.ofEpochMilli(rs.getLong("decided_at")), rs.getString("decision_reason"),
						rs.getString("decision_arguments"), rs.getString("decision_output")) : null);
	}

	@Override
	public @Nullable StoredCall find(String id) {
		return this.database.outsideTransactions(() -> first(query("id = ?", "id", id)));
	}

	private static @Nullable StoredCall first(List<StoredCall> calls) {
		return calls.isEmpty() ? null : calls.get(0);
	}

	@Override
	public List<StoredCall> ofRun(String runId) {
		return this.database.outsideTransactions(() -> query("run_id = ?", "since_at, id", runId));
	}

	@Override
	public CursorPage<PendingCall> pending(PendingCallQuery query, Map<String, String> context) {
		StringBuilder condition = new StringBuilder("decided_at = 0");
		List<Object> arguments = new ArrayList<>();
		add(condition, arguments, "run_id = ?", query.runId());
		add(condition, arguments, "thread_id = ?", query.threadId());
		add(condition, arguments, "tool = ?", query.tool());
		Instant before = query.sinceBefore();
		add(condition, arguments, "since_at < ?", (before != null) ? before.toEpochMilli() : null);
		List<PendingCall> found = new ArrayList<>();
		String after = query.after();
		PendingCursor cursor = (after != null) ? PendingCursor.parse(after) : null;
		this.database.outsideTransactions(() -> {
			collect(condition.toString(), arguments, query, cursor, context, found);
			return null;
		});
		return CursorPages.of(found, (call) -> PendingCursor.of(call).toString(), query.limit());
	}

	private static void add(StringBuilder condition, List<Object> arguments, String part, @Nullable Object value) {
		if (value != null) {
			condition.append(" and ").append(part);
			arguments.add(value);
		}
	}

	/** Read page by page, because the context is compared here. */
	private void collect(String condition, List<Object> arguments, PendingCallQuery query,
			@Nullable PendingCursor first, Map<String, String> context, List<PendingCall> found) {
		PendingCursor cursor = first;
		while (true) {
			List<Object> values = new ArrayList<>(arguments);
			String behind = "";
			if (cursor != null) {
				behind = " and (since_at > ? or (since_at = ? and id > ?))";
				values.addAll(List.of(cursor.since().toEpochMilli(), cursor.since().toEpochMilli(), cursor.id()));
			}
			int limit = query.limit() + 1;
			List<StoredCall> page = query(condition + behind, "since_at, id limit " + limit, values.toArray());
			for (StoredCall call : page) {
				if (call.call().context().entrySet().containsAll(context.entrySet())) {
					found.add(call.call());
				}
				if (found.size() == limit) {
					return;
				}
			}
			if (page.size() < limit) {
				return;
			}
			cursor = PendingCursor.of(page.get(page.size() - 1).call());
		}
	}

	@Override
	public @Nullable StoredCall decide(String id, CallDecision decision) {
		String driveId = this.database.outsideTransactions(() -> driveOf(id));
		if (driveId == null) {
			return null;
		}
		return this.database.inOwnTransaction(() -> {
			// Some databases show a transaction only what was committed before its first
			// query without a lock.
			DriveRow drive = this.rows.lock(driveId);
			int rows = this.database.jdbc()
				.update(this.database.sql("update openai_run_pending set verdict = ?, decided_by = ?, decided_at = ?, "
						+ "decision_reason = ?, decision_arguments = ?, decision_output = ? "
						+ "where id = ? and decided_at = 0"), decision.verdict().name(), decision.by(),
						Math.max(decision.at().toEpochMilli(), 1), decision.reason(), decision.arguments(),
						decision.output(), id);
			StoredCall stored = first(query("id = ?", "id", id));
			if (rows == 0 || stored == null) {
				return stored;
			}
			if (drive != null && drive.state() == DurableRun.State.SUSPENDED
					&& (isExecutable(stored, decision) || waits(driveId) == 0)) {
				this.waker.wake(driveId);
			}
			return new StoredCall(stored.call(), stored.round(), decision);
		});
	}

	/** Return whether the handler of a call is called now, even if other calls wait. */
	private static boolean isExecutable(StoredCall call, CallDecision decision) {
		return call.call().kind() == PendingCall.Kind.APPROVAL && decision.verdict() == CallDecision.Verdict.APPROVED;
	}

	private @Nullable String driveOf(String id) {
		List<String> ids = this.database.texts("select drive_id from openai_run_pending where id = ?", id);
		return ids.isEmpty() ? null : ids.get(0);
	}

	private long waits(String driveId) {
		Long count = this.database.jdbc()
			.queryForObject(
					this.database.sql("select count(*) from openai_run_pending where drive_id = ? and decided_at = 0"),
					Long.class, driveId);
		return (count != null) ? count : 0;
	}

	@Override
	public long waiting() {
		Long count = this.database.jdbc()
			.queryForObject(this.database.sql("select count(*) from openai_run_pending where decided_at = 0"),
					Long.class);
		return (count != null) ? count : 0;
	}

	/**
	 * Return when a drive goes on whose calls wait: now if one of them does not wait any
	 * more, when the first of them expires, or {@code null} for not without a decision.
	 */
	@Nullable Instant nextWake(String driveId, List<PendingCall> calls, Instant now) {
		Set<String> waiting = Set.copyOf(this.database
			.texts("select id from openai_run_pending where drive_id = ? and decided_at = 0", driveId));
		if (!calls.stream().map(PendingCall::id).allMatch(waiting::contains)) {
			return now;
		}
		Long expiresAt = this.database.jdbc()
			.queryForObject(
					this.database
						.sql("select min(expires_at) from openai_run_pending where drive_id = ? and decided_at = 0"),
					Long.class, driveId);
		return (expiresAt != null) ? Instant.ofEpochMilli(expiresAt) : null;
	}

	/**
	 * Lets the drives of durable runs go on.
	 */
	@FunctionalInterface
	public interface DriveWaker {

		/**
		 * Let a drive begin now, in the transaction of the caller.
		 * @param id the id of the durable run
		 */
		void wake(String id);

	}

	/** The store as a drive sees it, which lets its calls wait. */
	private final class DriveStore implements ApprovalStore {

		private final DriveRows.Fence fence;

		DriveStore(DriveRows.Fence fence) {
			this.fence = fence;
		}

		@Override
		public StoredCall park(StoredCall call, Runnable whenDecided) {
			return JdbcApprovalStore.this.park(this.fence, call);
		}

		@Override
		public @Nullable StoredCall find(String id) {
			return JdbcApprovalStore.this.find(id);
		}

		@Override
		public List<StoredCall> ofRun(String runId) {
			return JdbcApprovalStore.this.ofRun(runId);
		}

		@Override
		public CursorPage<PendingCall> pending(PendingCallQuery query, Map<String, String> context) {
			return JdbcApprovalStore.this.pending(query, context);
		}

		@Override
		public @Nullable StoredCall decide(String id, CallDecision decision) {
			return JdbcApprovalStore.this.decide(id, decision);
		}

		@Override
		public long waiting() {
			return JdbcApprovalStore.this.waiting();
		}

	}

}
