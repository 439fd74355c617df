package io.github.openairun.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunResult;
import io.github.openairun.engine.DriveProgress;
import io.github.openairun.engine.DriveRecord;

/**
 * A row of the table of drives.
 */
record DriveRow(String id, @Nullable String key, DurableRun.State state, long version, @Nullable String assistant,
		@Nullable String threadId, @Nullable String runId, @Nullable String runStatus, @Nullable String tag,
		int priority, @Nullable String node, int attempts, boolean cancelRequested, Instant dueAt, Instant deadline,
		Instant createdAt, Instant updatedAt, @Nullable Instant endedAt, @Nullable String failureType,
		@Nullable String failure, @Nullable DriveRecord record, @Nullable String trace, @Nullable RunResult result) {

	private static final String SMALL = "id, request_key, state, version, assistant, thread_id, run_id, run_status, tag, "
			+ "priority, node, attempts, cancel_requested, due_at, deadline, created_at, updated_at, ended_at, "
			+ "failure_type, failure";

	/** The columns of a listed row. */
	static final String LISTED = SMALL;

	/** The columns of a whole row. */
	static final String ALL = SMALL + ", record, progress, trace, result";

	static DriveRow listed(ResultSet rs, int number) throws SQLException {
		return of(rs, null, null, null);
	}

	static DriveRow all(ResultSet rs, int number) throws SQLException {
		DriveRecord record = DriveRecord.fromJson(rs.getString("record"));
		String progress = rs.getString("progress");
		String result = rs.getString("result");
		return of(rs, (progress != null) ? record.withProgress(DriveProgress.fromJson(progress)) : record,
				rs.getString("trace"), (result != null) ? RunResultJson.read(result) : null);
	}

	private static DriveRow of(ResultSet rs, @Nullable DriveRecord record, @Nullable String trace,
			@Nullable RunResult result) throws SQLException {
		return new DriveRow(rs.getString("id"), rs.getString("request_key"),
				DurableRun.State.valueOf(rs.getString("state")), rs.getLong("version"), rs.getString("assistant"),
				rs.getString("thread_id"), rs.getString("run_id"), rs.getString("run_status"), rs.getString("tag"),
				rs.getInt("priority"), rs.getString("node"), rs.getInt("attempts"), rs.getBoolean("cancel_requested"),
				Instant.ofEpochMilli(rs.getLong("due_at")), Instant.ofEpochMilli(rs.getLong("deadline")),
				Instant.ofEpochMilli(rs.getLong("created_at")), Instant.ofEpochMilli(rs.getLong("updated_at")),
				endedAt(rs), rs.getString("failure_type"), rs.getString("failure"), record, trace, result);
	}

	private static @Nullable Instant endedAt(ResultSet rs) throws SQLException {
		long millis = rs.getLong("ended_at");
		return rs.wasNull() ? null : Instant.ofEpochMilli(millis);
	}

	/** Return the record that is needed to drive the run. */
	DriveRecord requiredRecord() {
		DriveRecord record = this.record;
		if (record == null) {
			throw new IllegalStateException("The row was listed");
		}
		return record;
	}

}
