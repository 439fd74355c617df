package io.github.openairun;

import java.io.Serializable;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The recorded decision about a call that waited: the only one that counts.
 *
 * @param verdict what was decided
 * @param by who decided
 * @param at when
 * @param reason why, or {@code null}
 * @param arguments the edited arguments as JSON text, or {@code null} if they were left
 * as they were
 * @param output the output that was given instead of calling the handler, or {@code null}
 * @since 0.1.0
 */
public record CallDecision(Verdict verdict, String by, Instant at, @Nullable String reason, @Nullable String arguments,
		@Nullable String output) implements Serializable {

	/** The name of the application where no person decides. */
	public static final String APPLICATION = "application";

	public CallDecision {
		Check.notNull(verdict, "verdict");
		Check.hasText(by, "by");
		Check.notNull(at, "at");
		Check.isTrue((output != null) == (verdict == Verdict.ANSWERED), "An answer, and nothing else, has an output");
		Check.isTrue(arguments == null || verdict == Verdict.APPROVED, "Only an approval has edited arguments");
	}

	/**
	 * Record a decision.
	 * @param verdict what was decided; not {@link Verdict#ANSWERED}
	 * @param decision who decided and why
	 * @param at when
	 * @return the record
	 */
	public static CallDecision of(Verdict verdict, Decision decision, Instant at) {
		return new CallDecision(verdict, decision.by(), at, decision.reason(),
				(verdict == Verdict.APPROVED) ? decision.arguments() : null, null);
	}

	/**
	 * Record an output that was given instead of calling the handler.
	 * @param output the text for the model
	 * @param decision who gave it and why
	 * @param at when
	 * @return the record
	 */
	public static CallDecision answered(String output, Decision decision, Instant at) {
		return new CallDecision(Verdict.ANSWERED, decision.by(), at, decision.reason(), null, output);
	}

	/**
	 * Leaves the reason, the arguments and the output out.
	 */
	@Override
	public String toString() {
		return "CallDecision[verdict=" + this.verdict + ", by=" + LogText.of(this.by) + ", at=" + this.at + ", edited="
				+ (this.arguments != null) + "]";
	}

	/**
	 * What was decided about a call.
	 */
	public enum Verdict {

		/** The handler is called, or the server calls its own tool. */
		APPROVED,

		/** The model receives an error that the call was denied, with the reason. */
		DENIED,

		/** The model receives an output that the handler did not give. */
		ANSWERED,

		/** The model receives an error: the awaited output cannot be provided. */
		FAILED,

		/** Nobody decided in time. */
		EXPIRED,

		/** The run does not wait any more, because it was cancelled or has ended. */
		WITHDRAWN

	}

}
