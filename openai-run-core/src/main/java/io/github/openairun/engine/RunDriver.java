package io.github.openairun.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.PendingCall;
import io.github.openairun.ResumeRequest;
import io.github.openairun.RunListener;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;

/**
 * Executes the run loop from records, so that a run survives the process that executes
 * it: prepare a record, store it, and drive it with a {@link DriveJournal} that stores
 * the progress of the run. After a crash, drive the newest record again, in any process.
 * A <em>drive</em> is one execution of the run loop.
 * <p>
 * The run loop is executed on the calling thread; bounds, listeners and observations are
 * those of {@link RunTemplate}. Only one process may execute a run at a time; the journal
 * throws {@link DriveLostException} in all others.
 *
 * @since 0.1.0
 */
public final class RunDriver {

	private final RunTemplate template;

	/**
	 * Create a driver.
	 * @param template the operations whose components it uses
	 */
	public RunDriver(RunTemplate template) {
		Assert.notNull(template, "'template' must not be null");
		this.template = template;
	}

	/**
	 * Return a driver whose records are of runs on another server.
	 * @param connection the name of the connection, which is recorded and takes
	 * precedence over that of an assistant
	 * @return the driver
	 * @throws IllegalArgumentException if there is no connection with this name
	 */
	public RunDriver withConnection(String connection) {
		return new RunDriver(this.template.withConnection(connection));
	}

	/**
	 * Prepare the record of a run that is not created yet. Nothing is sent.
	 * @param request what the application asks for
	 * @return the record
	 * @throws IllegalArgumentException if the assistant or a tool does not exist, or the
	 * request cannot be recorded because its context has a value that is not a text
	 */
	public DriveRecord prepare(RunRequest request) {
		return this.template.drives().record(request);
	}

	/**
	 * Prepare the record of a run that exists. Nothing is sent.
	 * @param request which run it is
	 * @return the record
	 * @throws IllegalArgumentException if a tool does not exist, or the request cannot be
	 * recorded because its context has a value that is not a text
	 */
	public DriveRecord prepare(ResumeRequest request) {
		return this.template.drives().record(request);
	}

	/**
	 * Drive a run with the recorded context.
	 * @param record what was recorded last
	 * @param journal records what happens
	 * @param listener receives the events of this drive; {@link RunListener#NONE} for
	 * none
	 * @return the end of the run, or of this drive
	 * @throws DriveLostException if another process drives the run
	 * @throws io.github.openairun.RunException if the drive fails, as in
	 * {@link io.github.openairun.RunOperations#execute(RunRequest)}
	 */
	public DriveResult drive(DriveRecord record, DriveJournal journal, RunListener listener) {
		return drive(record, journal, record.context(), listener);
	}

	/**
	 * Drive a run with a context that was restored from the recorded one.
	 * @param record what was recorded last
	 * @param journal records what happens
	 * @param context what the handlers and an {@link io.github.openairun.ApiKeySupplier}
	 * receive
	 * @param listener receives the events of this drive; {@link RunListener#NONE} for
	 * none
	 * @return the end of the run, or of this drive
	 * @throws DriveLostException if another process drives the run
	 * @throws io.github.openairun.RunException if the drive fails, as in
	 * {@link io.github.openairun.RunOperations#execute(RunRequest)}
	 */
	public DriveResult drive(DriveRecord record, DriveJournal journal, Map<String, ?> context, RunListener listener) {
		Assert.notNull(record, "'record' must not be null");
		Assert.notNull(journal, "'journal' must not be null");
		Assert.notNull(listener, "'listener' must not be null");
		String connection = record.connection();
		RunTemplate template = (connection != null) ? this.template.withConnection(connection) : this.template;
		Drive drive = template.drives().drive(record, journal, Map.copyOf(context), listener);
		RunResult result = template.execute(drive);
		Instant pausedUntil = drive.pausedUntil();
		if (pausedUntil != null) {
			return new DriveResult.Paused(result.run(), pausedUntil);
		}
		@Nullable List<PendingCall> waiting = drive.waiting();
		return (waiting != null) ? new DriveResult.Suspended(result.run(), waiting) : new DriveResult.Ended(result);
	}

}
