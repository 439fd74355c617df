package io.github.openairun.wire;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunStep;

/**
 * An event in the stream of a run.
 *
 * @since 0.1.0
 */
public sealed interface RunEvent {

	/**
	 * Return the place of the event in its stream.
	 * @return the place that {@link RunStreams#resume} takes, or {@code null} if the
	 * server cannot resume the stream
	 */
	@Nullable Long sequence();

	/**
	 * The current state of the run.
	 */
	record Snapshot(Run run, @Nullable Long sequence) implements RunEvent {

		public Snapshot {
			Assert.notNull(run, "'run' must not be null");
		}

	}

	/**
	 * More text of a message.
	 *
	 * @param messageId the message that the text belongs to
	 * @param text the text to append
	 */
	record TextDelta(String messageId, String text, @Nullable Long sequence) implements RunEvent {

		public TextDelta {
			Assert.notNull(messageId, "'messageId' must not be null");
			Assert.notNull(text, "'text' must not be null");
		}

	}

	/**
	 * A message is complete.
	 */
	record MessageCompleted(Message message, @Nullable Long sequence) implements RunEvent {

		public MessageCompleted {
			Assert.notNull(message, "'message' must not be null");
		}

	}

	/**
	 * A step has ended.
	 */
	record StepCompleted(RunStep step, @Nullable Long sequence) implements RunEvent {

		public StepCompleted {
			Assert.notNull(step, "'step' must not be null");
		}

	}

}
