package io.github.openairun.jdbc;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

import io.github.openairun.CallDecision;
import io.github.openairun.CursorPage;
import io.github.openairun.Delivery;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.engine.DriveLostException;
import io.github.openairun.engine.DriveProgress;
import io.github.openairun.engine.DriveRecord;
import io.github.openairun.engine.ToolAnswer;
import io.github.openairun.support.LogText;

/**
 * Reads and writes the tables of drives and calls. Times are those of the node.
 * <p>
 * Whoever drives a run takes it over first, which increases the version of its row. All
 * that the driver writes is fenced by the version it has got: the statement locks the row
 * and writes nothing if the version is another one.
 */
final class DriveRows {

	private static final String FENCE = "(select id from openai_run_drive where id = ? and version = ? for update)";

	private static final int MAX_FAILURE = 2000;

	private final JdbcAccess database;

	private final Clock clock;

	DriveRows(JdbcAccess database, Clock clock) {
		this.database = database;
		this.clock = clock;
	}

	JdbcAccess database() {
		return this.database;
	}

	Clock clock() {
		return this.clock;
	}

	private long now() {
		return this.clock.millis();
	}

	@SuppressWarnings("NullAway") // On JDK 17, it does not see that values may be null.
	private int update(String sql, @Nullable Object... arguments) {
		return this.database.jdbc().update(this.database.sql(sql), arguments);
	}

	private <T> @Nullable T first(List<T> rows) {
		return rows.isEmpty() ? null : rows.get(0);
	}

	/**
	 * Insert the row of a new drive.
	 * @return whether it was inserted; {@code false} if there is one with its key
	 */
	boolean insert(DriveRow row) {
		String ignore = this.database.dialect().ignoreDuplicates("request_key");
		try {
			int rows = update(
					"insert into openai_run_drive (id, request_key, state, version, assistant, thread_id, run_id, "
							+ "tag, priority, record, attempts, cancel_requested, trace, due_at, deadline, created_at, updated_at) "
							+ "values (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)" + ignore,
					row.id(), row.key(), row.state().name(), row.assistant(), row.threadId(), row.runId(), row.tag(),
					row.priority(), row.requiredRecord().toJson(), false, row.trace(), row.dueAt().toEpochMilli(),
					row.deadline().toEpochMilli(), row.createdAt().toEpochMilli(), row.updatedAt().toEpochMilli());
			return rows > 0 && (row.key() == null || ignore.isEmpty() || exists(row.id()));
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	private boolean exists(String id) {
		return !this.database.texts("select id from openai_run_drive where id = ?", id).isEmpty();
	}

	@Nullable DriveRow find(String column, String value) {
		return first(this.database.jdbc()
			.query(this.database.sql("select " + DriveRow.ALL + " from openai_run_drive where " + column + " = ?"),
					DriveRow::all, value));
	}

	/** Find the row of the drive of a run that has not ended. */
	@Nullable DriveRow driven(String runId, String threadId) {
		return first(this.database.jdbc()
			.query(this.database.sql("select " + DriveRow.ALL
					+ " from openai_run_drive where thread_id = ? and run_id = ? and ended_at is null "
					+ "order by created_at, id limit 1"), DriveRow::all, threadId, runId));
	}

	/** Find the row of a drive, and keep others from changing it until the commit. */
	@Nullable DriveRow lock(String id) {
		return first(this.database.jdbc()
			.query(this.database.sql("select " + DriveRow.ALL + " from openai_run_drive where id = ? for update"),
					DriveRow::all, id));
	}

	/** Keep others from changing a drive until the commit, if it has the version. */
	boolean lock(Fence fence) {
		return !this.database
			.texts("select id from openai_run_drive where id = ? and version = ? for update", fence.id(),
					fence.version())
			.isEmpty();
	}

	/** End the drive unless a fenced statement has found its row. */
	void require(boolean found, Fence fence) {
		if (!found) {
			throw new DriveLostException("Another node executes the durable run '" + LogText.of(fence.id()) + "'");
		}
	}

	CursorPage<DurableRun> list(DurableRunQuery query) {
		StringBuilder sql = new StringBuilder("select " + DriveRow.LISTED + " from openai_run_drive where 1 = 1");
		List<Object> arguments = new ArrayList<>();
		if (query.state() != null) {
			sql.append(" and state = ?");
			arguments.add(query.state().name());
		}
		if (query.tag() != null) {
			sql.append(" and tag = ?");
			arguments.add(query.tag());
		}
		if (query.threadId() != null) {
			sql.append(" and thread_id = ?");
			arguments.add(query.threadId());
		}
		if (query.after() != null) {
			Cursor cursor = Cursor.parse(query.after());
			sql.append(" and (created_at < ? or (created_at = ? and id < ?))");
			arguments.addAll(List.of(cursor.createdAt(), cursor.createdAt(), cursor.id()));
		}
		sql.append(" order by created_at desc, id desc limit ?");
		arguments.add(query.limit() + 1);
		List<DurableRun> found = this.database.jdbc()
			.query(this.database.sql(sql.toString()), (rs, row) -> new DurableRun(DriveRow.listed(rs, row)),
					arguments.toArray());
		return CursorPages.of(found, (run) -> new Cursor(run.createdAt().toEpochMilli(), run.id()).toString(),
				query.limit());
	}

	/**
	 * Take a drive over from whoever had it.
	 * @return the row with the new version, or {@code null} if there is nothing to drive
	 */
	@Nullable DriveRow takeOver(String id, String node) {
		return this.database.joining(() -> (update(
				"update openai_run_drive set version = version + 1, state = ?, node = ?, attempts = attempts + 1, "
						+ "waiting_for = null, updated_at = ? where id = ? and ended_at is null",
				DurableRun.State.RUNNING.name(), node, now(), id) > 0) ? find("id", id) : null);
	}

	/**
	 * Return the record of a drive with the calls of the round under way. If nobody has
	 * driven it before, there are none.
	 */
	DriveRecord record(DriveRow row) {
		DriveRecord record = row.requiredRecord();
		if (row.version() == 1) {
			return record;
		}
		DriveProgress progress = record.progress();
		List<StoredAnswer> calls = this.database.jdbc()
			.query(this.database.sql("select call_id, tool, arguments, state, output, outcome from openai_run_call "
					+ "where drive_id = ? and round = ? order by position"), (rs, number) -> {
						ToolCall call = new ToolCall(rs.getString(1), rs.getString(2), rs.getString(3));
						String output = rs.getString(5);
						return new StoredAnswer(call, (output != null && rs.getString(4).equals("ANSWERED"))
								? new ToolAnswer(call, JsonText.readText(output), ToolOutcome.valueOf(rs.getString(6)))
								: null);
					}, row.id(), progress.rounds() + 1);
		for (StoredAnswer call : calls) {
			ToolAnswer answer = call.answer();
			progress = (answer != null) ? progress.answered(answer)
					: progress.begun(call.call(), Delivery.AT_MOST_ONCE);
		}
		return record.withProgress(progress);
	}

	/** Store the progress of a drive. */
	boolean progress(Fence fence, DriveProgress progress, @Nullable Run run) {
		return progress(fence, progress, run, "");
	}

	/** Store the progress of a drive that nobody has asked to cancel. */
	boolean progressUnlessCancelled(Fence fence, DriveProgress progress, @Nullable Run run) {
		return progress(fence, progress, run, " and cancel_requested = false");
	}

	private boolean progress(Fence fence, DriveProgress progress, @Nullable Run run, String condition) {
		return update(
				"update openai_run_drive set progress = ?, thread_id = coalesce(?, thread_id), run_id = coalesce(?, run_id), "
						+ "run_status = coalesce(?, run_status), updated_at = ? where id = ? and version = ?"
						+ condition,
				progress.withoutCalls().toJson(), progress.threadId(), progress.runId(),
				(run != null) ? run.statusText() : null, now(), fence.id(), fence.version()) > 0;
	}

	/** Insert a call that begins or has its output. */
	boolean insertCall(Fence fence, CallKey key, ToolCall call, @Nullable ToolAnswer answer) {
		return update(
				"insert into openai_run_call (drive_id, round, position, call_id, tool, arguments, state, output, "
						+ "outcome, begun_at, answered_at) select id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from openai_run_drive "
						+ "where id = ? and version = ? for update",
				key.round(), key.position(), call.id(), call.name(), call.arguments(),
				(answer != null) ? "ANSWERED" : "BEGUN", (answer != null) ? JsonText.write(answer.output()) : null,
				(answer != null) ? answer.outcome().name() : null, now(), (answer != null) ? now() : 0L, fence.id(),
				fence.version()) > 0;
	}

	/** Store the output of a call that has begun and has none. */
	boolean answerCall(Fence fence, CallKey key, ToolAnswer answer) {
		return update(
				"update openai_run_call set state = 'ANSWERED', output = ?, outcome = ?, answered_at = ? "
						+ "where drive_id = " + FENCE + " and round = ? and position = ? and state = 'BEGUN'",
				JsonText.write(answer.output()), answer.outcome().name(), now(), fence.id(), fence.version(),
				key.round(), key.position()) > 0;
	}

	/** Return the stored output of a call, or {@code null} if it has none. */
	@Nullable ToolAnswer answer(Fence fence, CallKey key, ToolCall call) {
		return first(this.database.jdbc()
			.query(this.database.sql("select output, outcome from openai_run_call where drive_id = ? and round = ? "
					+ "and position = ? and state = 'ANSWERED'"),
					(rs, row) -> new ToolAnswer(call, JsonText.readText(rs.getString(1)),
							ToolOutcome.valueOf(rs.getString(2))),
					fence.id(), key.round(), key.position()));
	}

	/** Note that no node holds the run until its response has ended, or for a while. */
	boolean pause(Fence fence, DatabaseJournal.Pause pause) {
		return update(
				"update openai_run_drive set progress = ?, waiting_for = ?, run_status = ?, attempts = attempts - 1, "
						+ "failure_type = null, failure = null, updated_at = ? where id = ? and version = ?",
				pause.progress().withoutCalls().toJson(), pause.responseId(), pause.run().statusText(), now(),
				fence.id(), fence.version()) > 0;
	}

	/** Return the drives that no node holds until a response has ended. */
	List<String> waitingFor(String responseId) {
		return this.database.texts("select id from openai_run_drive where waiting_for = ?", responseId);
	}

	/** Note that the run waits for a person or another system. */
	boolean suspend(Fence fence, Run run) {
		return update(
				"update openai_run_drive set state = ?, run_status = ?, failure_type = null, failure = null, "
						+ "updated_at = ? where id = ? and version = ?",
				DurableRun.State.SUSPENDED.name(), run.statusText(), now(), fence.id(), fence.version()) > 0;
	}

	/** Note that the run has ended, with its result as JSON. */
	boolean end(Fence fence, Run run, String result) {
		return update("update openai_run_drive set state = ?, run_id = ?, thread_id = ?, run_status = ?, result = ?, "
				+ "failure_type = null, failure = null, updated_at = ?, ended_at = ? where id = ? and version = ?",
				DurableRun.State.ENDED.name(), run.id(), run.threadId(), run.statusText(), result, now(), now(),
				fence.id(), fence.version()) > 0;
	}

	/**
	 * Note that the run has failed, or was cancelled before it was created. Nobody can
	 * decide about its calls any more.
	 */
	boolean fail(Fence fence, DurableRun.State state, Throwable failure) {
		boolean failed = update(
				"update openai_run_drive set state = ?, failure_type = ?, failure = ?, updated_at = ?, ended_at = ? "
						+ "where id = ? and version = ?",
				state.name(), failure.getClass().getName(), message(failure), now(), now(), fence.id(),
				fence.version()) > 0;
		if (failed) {
			update("update openai_run_pending set verdict = ?, decided_by = ?, decided_at = ? "
					+ "where drive_id = ? and decided_at = 0", CallDecision.Verdict.WITHDRAWN.name(),
					CallDecision.APPLICATION, now(), fence.id());
		}
		return failed;
	}

	/**
	 * Note why the last attempt to drive the run has failed. From now on, the time of a
	 * run counts that has waited for somebody.
	 */
	void attemptFailed(Fence fence, Throwable failure) {
		DriveRow row = find("id", fence.id());
		DriveProgress progress = (row != null) ? row.requiredRecord().progress() : DriveProgress.none();
		if (progress.isSuspended()) {
			progress(fence, progress.resumed(this.clock.instant()), null);
		}
		update("update openai_run_drive set failure_type = ?, failure = ?, updated_at = ? where id = ? and version = ?",
				failure.getClass().getName(), message(failure), now(), fence.id(), fence.version());
	}

	private static String message(Throwable failure) {
		String message = String.valueOf(failure.getMessage()).replace("\u0000", "");
		return (message.length() > MAX_FAILURE) ? message.substring(0, MAX_FAILURE) : message;
	}

	/** Note that a run is to be cancelled. */
	void requestCancel(String id) {
		update("update openai_run_drive set cancel_requested = ?, updated_at = ? where id = ?", true, now(), id);
	}

	/** Make a run that has failed due again. */
	void retry(DriveRow row, Instant deadline, DriveProgress progress) {
		update("update openai_run_drive set state = ?, version = version + 1, failure_type = null, failure = null, "
				+ "ended_at = null, cancel_requested = ?, deadline = ?, due_at = ?, progress = ?, updated_at = ? "
				+ "where id = ?", DurableRun.State.SCHEDULED.name(), false, deadline.toEpochMilli(), now(),
				progress.withoutCalls().toJson(), now(), row.id());
	}

	/**
	 * Return the number of drives that have not ended, by state.
	 * @param overdue drives that no node has begun and that were due before are overdue
	 */
	List<Count> counts(Instant overdue) {
		return this.database.jdbc()
			.query(this.database
				.sql("select state, sum(case when state = 'SCHEDULED' and due_at <= ? then 1 else 0 end), "
						+ "count(*) from openai_run_drive where state in ('SCHEDULED', 'RUNNING', 'SUSPENDED') group by state"),
					(rs, row) -> new Count(DurableRun.State.valueOf(rs.getString(1)), rs.getLong(2), rs.getLong(3)),
					overdue.toEpochMilli());
	}

	/** Return when any drive that has begun has made progress. */
	Instant lastProgress() {
		Long last = this.database.jdbc()
			.queryForObject(
					this.database.sql("select max(updated_at) from openai_run_drive where state <> 'SCHEDULED'"),
					Long.class);
		return Instant.ofEpochMilli((last != null) ? last : 0);
	}

	/**
	 * Delete drives that have ended before a time.
	 * @param kept the ids of drives that are kept
	 * @return how many there were
	 */
	int deleteEnded(Instant before, int max, Set<String> kept) {
		List<Object> ids = new ArrayList<>(this.database
			.texts("select id from openai_run_drive where ended_at < ? order by ended_at limit ?",
					before.toEpochMilli(), max + kept.size())
			.stream()
			.filter((id) -> !kept.contains(id))
			.limit(max)
			.toList());
		int found = ids.size();
		if (found > 0) {
			// One of them may have been retried in the meantime.
			ids.add(before.toEpochMilli());
			update("delete from openai_run_drive where id in (?" + ", ?".repeat(found - 1) + ") and ended_at < ?",
					ids.toArray());
		}
		return found;
	}

	/** Delete links that have not changed since a time. */
	int deleteLinks(Instant before) {
		return update("delete from openai_run_link where updated_at < ?", before.toEpochMilli());
	}

	/**
	 * The claim of a node on a drive.
	 */
	record Fence(String id, long version) {

		static Fence of(DriveRow row) {
			return new Fence(row.id(), row.version());
		}

	}

	/**
	 * The place of a call in its run.
	 */
	record CallKey(int round, int position) {
	}

	/**
	 * How many drives are in a state, and how many of them are overdue.
	 */
	record Count(DurableRun.State state, long overdue, long all) {
	}

	private record StoredAnswer(ToolCall call, @Nullable ToolAnswer answer) {
	}

	private record Cursor(long createdAt, String id) {

		static Cursor parse(String text) {
			int dot = text.indexOf('.');
			try {
				return new Cursor(Long.parseLong(text.substring(0, Math.max(dot, 0))), text.substring(dot + 1));
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException("'after' is not a cursor of durable runs", ex);
			}
		}

		@Override
		public String toString() {
			return this.createdAt + "." + this.id;
		}

	}

}
