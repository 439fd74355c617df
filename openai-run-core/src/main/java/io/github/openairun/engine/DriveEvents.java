package io.github.openairun.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.wire.RunEvent;

/**
 * Notifies the listeners of a drive of each event once, no matter whether a stream or a
 * poll delivers it, and keeps the messages that a stream delivers.
 */
final class DriveEvents {

	private final RunListener listener;

	private final Map<String, Message> messages = new LinkedHashMap<>();

	private final Set<String> told = new HashSet<>();

	private boolean gaps;

	private @Nullable String status;

	private @Nullable RunUsage usage;

	DriveEvents(RunListener listener) {
		this.listener = listener;
	}

	/**
	 * Notify the listeners of a snapshot.
	 * @return whether the status has changed
	 */
	boolean seen(Run run) {
		boolean moved = !run.statusText().equals(this.status);
		if (moved) {
			this.status = run.statusText();
			this.listener.statusChanged(run);
		}
		tellUsage(run);
		return moved;
	}

	private void tellUsage(Run run) {
		RunUsage now = run.usage();
		if (now != null && !now.equals(this.usage)) {
			this.usage = now;
			this.listener.usageChanged(run, now);
		}
	}

	/** Notify the listeners of an event of a stream that is not a snapshot. */
	void streamed(Run run, RunEvent event) {
		if (event instanceof RunEvent.TextDelta delta) {
			this.listener.textDelta(run, delta.messageId(), delta.text());
		}
		else if (event instanceof RunEvent.MessageCompleted completed) {
			Message message = completed.message();
			if (message.id() != null) {
				this.messages.put(message.id(), message);
			}
			tell(run, message);
		}
		else if (event instanceof RunEvent.StepCompleted completed && this.told.add(completed.step().id())) {
			this.listener.stepCompleted(run, completed.step());
		}
	}

	/** Note that events of the run were missed. */
	void missed() {
		this.gaps = true;
	}

	/**
	 * Return the messages of an ended run if the streams have delivered all of them.
	 * @return the messages, or {@code null} if they must be read from the server
	 */
	@Nullable List<Message> messages(Run run) {
		return (this.gaps || run.status() != RunStatus.COMPLETED) ? null : List.copyOf(this.messages.values());
	}

	/** Return the messages that the streams have delivered so far. */
	List<Message> streamedMessages() {
		return List.copyOf(this.messages.values());
	}

	void ended(RunResult result) {
		result.messages().forEach((message) -> tell(result.run(), message));
		this.listener.ended(result);
	}

	private void tell(Run run, Message message) {
		if (message.id() == null || this.told.add(message.id())) {
			this.listener.messageCompleted(run, message);
		}
	}

	void failed(@Nullable Run run, RuntimeException error) {
		this.listener.failed(run, error);
	}

}
