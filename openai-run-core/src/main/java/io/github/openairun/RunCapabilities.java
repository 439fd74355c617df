package io.github.openairun;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the wire in use cannot do, and why.
 *
 * @param wire the wire's name, {@code responses} or {@code assistants}
 * @param unsupported the reason for each capability that the wire lacks
 */
public record RunCapabilities(String wire, Map<RunCapability, String> unsupported) {

	public RunCapabilities {
		Check.hasText(wire, "wire");
		unsupported = Map.copyOf(unsupported);
	}

	/**
	 * Return whether the wire has the given capability.
	 * @param capability the capability
	 * @return whether it is supported
	 */
	public boolean supports(RunCapability capability) {
		return !this.unsupported.containsKey(capability);
	}

	/**
	 * Return why the wire lacks the given capability.
	 * @param capability the capability
	 * @return the reason, or {@code null} if the wire has the capability
	 */
	public @Nullable String reasonAgainst(RunCapability capability) {
		return this.unsupported.get(capability);
	}

	/**
	 * Make sure that the wire has the given capability.
	 * @param capability the capability
	 * @throws UnsupportedRunOperationException if it has not
	 */
	public void require(RunCapability capability) {
		String reason = reasonAgainst(capability);
		if (reason != null) {
			throw new UnsupportedRunOperationException(this.wire, capability, reason);
		}
	}

}
