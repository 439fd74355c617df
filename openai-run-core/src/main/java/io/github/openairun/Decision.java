package io.github.openairun;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * Who decides about a pending call, and why.
 *
 * <pre class="code">
 * approvals.approve(id, Decision.by("anna").reason("The customer is right").arguments("{\"amount\":10}"));
 * </pre>
 *
 * @param by who decides, such as the name of the user
 * @param reason why; the model reads the reason of a denial. {@code null} for none
 * @param arguments the arguments that the handler is called with instead of those of the
 * model, as JSON text, or {@code null} to leave them as they are; only for an approval
 * @since 0.1.0
 */
public record Decision(String by, @Nullable String reason, @Nullable String arguments) implements Serializable {

	public Decision {
		Check.hasText(by, "by");
	}

	/**
	 * Begin a decision.
	 * @param by who decides
	 * @return a decision without a reason and with the arguments of the model
	 */
	public static Decision by(String by) {
		return new Decision(by, null, null);
	}

	/**
	 * Give the reason.
	 * @param reason the reason, or {@code null} for none
	 * @return a decision with that reason
	 */
	public Decision reason(@Nullable String reason) {
		return new Decision(this.by, reason, this.arguments);
	}

	/**
	 * Edit the arguments.
	 * @param arguments the whole arguments as JSON text, or {@code null} to leave them as
	 * they are
	 * @return a decision with those arguments
	 */
	public Decision arguments(@Nullable String arguments) {
		return new Decision(this.by, this.reason, arguments);
	}

	/**
	 * Leaves the reason and the arguments out.
	 */
	@Override
	public String toString() {
		return "Decision[by=" + LogText.of(this.by) + ", edited=" + (this.arguments != null) + "]";
	}

}
