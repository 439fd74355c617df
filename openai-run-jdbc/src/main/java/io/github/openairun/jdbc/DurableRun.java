package io.github.openairun.jdbc;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunResult;
import io.github.openairun.engine.DriveRecord;
import io.github.openairun.support.LogText;

/**
 * An immutable snapshot of a durable run.
 *
 * @since 0.1.0
 */
public final class DurableRun {

	private final DriveRow row;

	DurableRun(DriveRow row) {
		this.row = row;
	}

	/**
	 * Return the id of the durable run, which exists before the run does.
	 * @return the id
	 */
	public String id() {
		return this.row.id();
	}

	/**
	 * Return the key that the application has chosen.
	 * @return the key, or {@code null}
	 */
	public @Nullable String key() {
		return this.row.key();
	}

	public @Nullable String tag() {
		return this.row.tag();
	}

	public State state() {
		return this.row.state();
	}

	/**
	 * Return the assistant.
	 * @return the name or id, or {@code null} for a resumed run
	 */
	public @Nullable String assistant() {
		return this.row.assistant();
	}

	/**
	 * Return the run's id at the server.
	 * @return the id, or {@code null} if the run is not known to exist
	 */
	public @Nullable String runId() {
		return this.row.runId();
	}

	/**
	 * Return the thread that the run works on.
	 * @return the id, or {@code null} if it is not known yet
	 */
	public @Nullable String threadId() {
		return this.row.threadId();
	}

	/**
	 * Return the last status that was recorded.
	 * @return the status, such as {@code completed}, or {@code null} if there is none
	 */
	public @Nullable String runStatus() {
		return this.row.runStatus();
	}

	/**
	 * Return the node that executes the run, or executed it last.
	 * @return the name of db-scheduler's instance, or {@code null}
	 */
	public @Nullable String node() {
		return this.row.node();
	}

	/**
	 * Return how many times a node has begun to execute the run.
	 * @return the number
	 */
	public int attempts() {
		return this.row.attempts();
	}

	/**
	 * Return whether the run is to be cancelled.
	 * @return whether {@link DurableRuns#cancel} was called
	 */
	public boolean cancelRequested() {
		return this.row.cancelRequested();
	}

	public int priority() {
		return this.row.priority();
	}

	public Instant createdAt() {
		return this.row.createdAt();
	}

	/**
	 * Return when the run is executed, at the earliest.
	 * @return the time
	 */
	public Instant dueAt() {
		return this.row.dueAt();
	}

	/**
	 * Return when the run fails that has not ended.
	 * @return the time
	 */
	public Instant deadline() {
		return this.row.deadline();
	}

	/**
	 * Return when the state or the progress has changed.
	 * @return the time
	 */
	public Instant updatedAt() {
		return this.row.updatedAt();
	}

	/**
	 * Return when the run has ended, failed, or was cancelled.
	 * @return the time, or {@code null}
	 */
	public @Nullable Instant endedAt() {
		return this.row.endedAt();
	}

	/**
	 * Return the name of the exception with which the execution has failed.
	 * @return the name of its class, or {@code null}
	 */
	public @Nullable String failureType() {
		return this.row.failureType();
	}

	/**
	 * Return why the run has failed, or why its last attempt has.
	 * @return the message, or {@code null}
	 */
	public @Nullable String failure() {
		return this.row.failure();
	}

	/**
	 * Return the metadata of the request.
	 * @return the metadata; empty for a resumed run and for a listed one
	 */
	public Map<String, String> metadata() {
		DriveRecord record = this.row.record();
		return (record != null && record.request() != null) ? record.request().metadata() : Map.of();
	}

	/**
	 * Return the context of the request.
	 * @return the texts; empty for a listed run
	 */
	public Map<String, String> context() {
		DriveRecord record = this.row.record();
		return (record != null) ? record.context() : Map.of();
	}

	/**
	 * Return the run with its messages.
	 * @return the result, or {@code null} if it has not ended, or is listed
	 */
	public @Nullable RunResult result() {
		return this.row.result();
	}

	/**
	 * Return whether nothing will happen any more, unless the run is retried.
	 * @return whether the state is final
	 */
	public boolean hasEnded() {
		return state().isFinal();
	}

	/**
	 * Names the run, and leaves the content out.
	 */
	@Override
	public String toString() {
		return "DurableRun[id=" + id() + ", state=" + state() + ", runId=" + LogText.of(String.valueOf(runId())) + "]";
	}

	/**
	 * The states of a durable run.
	 */
	public enum State {

		/** It waits for a node. */
		SCHEDULED,

		/** A node drives it, or will again after a failure. */
		RUNNING,

		/** It waits for a person or another system. */
		SUSPENDED,

		/** The run has ended at the server, with any terminal status. */
		ENDED,

		/** The run could not be driven to its end. It can be retried. */
		FAILED,

		/** It was cancelled before the run was created. */
		CANCELLED;

		boolean isFinal() {
			return this == ENDED || this == FAILED || this == CANCELLED;
		}

	}

}
