package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Delivery;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.engine.DriveJournal;
import io.github.openairun.engine.DriveLostException;
import io.github.openairun.engine.DriveProgress;
import io.github.openairun.engine.DriveRecord;
import io.github.openairun.engine.ToolAnswer;
import io.github.openairun.tool.ToolCallRecorder;

/**
 * A journal of one process that dies before or after one of its writes: from then on it
 * writes nothing, as if the process were gone. What it has written is in a
 * {@link Database}, as text.
 */
final class KillableJournal implements DriveJournal {

	private final Database database;

	private final int version;

	private final int killAt;

	private final List<String> points = new ArrayList<>();

	private final DriveRecord record;

	private @Nullable String lastPoint;

	private boolean dead;

	private boolean leaving;

	/**
	 * Take up the drive.
	 * @param killAt the number of the point at which the process dies; 0 for never
	 */
	KillableJournal(Database database, int killAt) {
		this.database = database;
		this.version = database.takeUp();
		this.record = database.newest();
		this.killAt = killAt;
	}

	/** Return what the drive goes on from. */
	DriveRecord record() {
		return this.record;
	}

	/** Let the process die before the next write of this name. */
	KillableJournal killBefore(String write) {
		this.lastPoint = "before " + write;
		return this;
	}

	/** Let the process die after the next write of this name. */
	KillableJournal killAfter(String write) {
		this.lastPoint = "after " + write;
		return this;
	}

	/** Let the process die now. */
	synchronized void kill() {
		this.dead = true;
	}

	/** Let the drive end instead of each pause. */
	KillableJournal leaving() {
		this.leaving = true;
		return this;
	}

	/** Return all points that were reached. */
	synchronized List<String> points() {
		return List.copyOf(this.points);
	}

	private synchronized void point(String name) {
		if (!this.dead) {
			this.points.add(name);
			this.dead |= this.points.size() == this.killAt || name.equals(this.lastPoint);
		}
		if (this.dead) {
			throw new Killed(name);
		}
	}

	private void write(String name, Runnable write) {
		point("before " + name);
		this.database.write(this.version, write);
		point("after " + name);
	}

	@Override
	public void creating(DriveProgress progress) {
		write("creating", () -> this.database.progress = progress.toJson());
	}

	@Override
	public void created(Run run, DriveProgress progress) {
		write("created", () -> this.database.progress = progress.toJson());
	}

	@Override
	public boolean pausing(Run run, @Nullable String responseId, DriveProgress progress, Duration pause) {
		if (this.leaving) {
			write("pausing", () -> this.database.progress = progress.toJson());
		}
		return this.leaving;
	}

	@Override
	public ToolCallRecorder recorder(Run run, int round) {
		return (call, delivery, handler) -> {
			write("begin", () -> this.database.calls.put(key(round, call), new Row(round, call, delivery, null)));
			if (delivery != Delivery.EXACTLY_ONCE) {
				ToolCallRecorder.Answer answer = handler.call();
				write("answer", () -> answer(round, call, answer));
				return answer;
			}
			List<String> work = new ArrayList<>();
			RecordedTools.TRANSACTION.set(work);
			try {
				ToolCallRecorder.Answer answer = handler.call();
				write("commit", () -> {
					answer(round, call, answer);
					if (answer.hasTakenEffect()) {
						this.database.ledger.addAll(work);
					}
				});
				return answer;
			}
			finally {
				RecordedTools.TRANSACTION.remove();
			}
		};
	}

	private void answer(int round, ToolCall call, ToolCallRecorder.Answer answer) {
		Row row = this.database.calls.get(key(round, call));
		if (row == null || row.answer() != null) {
			throw new DriveLostException("The call is answered");
		}
		this.database.calls.put(key(round, call),
				row.answered(new ToolAnswer(call, answer.output(), answer.outcome())));
	}

	@Override
	public List<ToolAnswer> answered(Run run, int round, List<ToolAnswer> answers) {
		write("answered",
				() -> answers.forEach((answer) -> this.database.calls.merge(key(round, answer.call()),
						new Row(round, answer.call(), Delivery.AT_MOST_ONCE, answer),
						(row, added) -> (row.answer() != null) ? row : row.answered(answer))));
		return answers.stream().map((answer) -> this.database.answer(key(round, answer.call()))).toList();
	}

	@Override
	public void submitting(Run run, DriveProgress progress) {
		write("submitting", () -> this.database.progress = progress.withoutCalls().toJson());
	}

	@Override
	public void submitted(Run run, DriveProgress progress) {
		write("submitted", () -> this.database.progress = progress.withoutCalls().toJson());
	}

	private static String key(int round, ToolCall call) {
		return round + " " + call.id();
	}

	/**
	 * What outlives a process.
	 */
	static final class Database {

		private final String record;

		/** What exactly-once handlers have done. */
		private final List<String> ledger = new ArrayList<>();

		private final Map<String, Row> calls = new LinkedHashMap<>();

		private @Nullable String progress;

		private int version;

		Database(DriveRecord record) {
			this.record = record.toJson();
		}

		private synchronized int takeUp() {
			return ++this.version;
		}

		private synchronized void write(int version, Runnable write) {
			if (version != this.version) {
				throw new DriveLostException("Another process drives the run");
			}
			write.run();
		}

		private synchronized ToolAnswer answer(String key) {
			ToolAnswer answer = this.calls.get(key).answer();
			if (answer == null) {
				throw new IllegalStateException("The call is not answered");
			}
			return answer;
		}

		/** Return how the calls ended that have an answer, by tool. */
		synchronized Map<String, ToolOutcome> outcomes() {
			Map<String, ToolOutcome> outcomes = new LinkedHashMap<>();
			this.calls.values()
				.stream()
				.map(Row::answer)
				.filter(Objects::nonNull)
				.forEach((answer) -> outcomes.put(answer.call().name(), answer.outcome()));
			return outcomes;
		}

		synchronized List<String> ledger() {
			return List.copyOf(this.ledger);
		}

		/** Return what any process can go on from. */
		synchronized DriveRecord newest() {
			DriveRecord newest = DriveRecord.fromJson(this.record);
			if (this.progress == null) {
				return newest;
			}
			DriveProgress progress = DriveProgress.fromJson(this.progress);
			int round = progress.rounds() + 1;
			for (Row row : this.calls.values()) {
				if (row.round() == round) {
					progress = (row.answer() != null) ? progress.answered(row.answer())
							: progress.begun(row.call(), row.delivery());
				}
			}
			return newest.withProgress(progress);
		}

	}

	private record Row(int round, ToolCall call, Delivery delivery, @Nullable ToolAnswer answer) {

		Row answered(ToolAnswer answer) {
			return new Row(this.round, this.call, this.delivery, answer);
		}

	}

	/**
	 * The process is gone.
	 */
	static final class Killed extends RuntimeException {

		private static final long serialVersionUID = 1;

		Killed(String point) {
			super("Killed " + point);
		}

	}

}
