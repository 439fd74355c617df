package io.github.openairun;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The capabilities of the wire in use, and the reason for each that it lacks.
 * <p>
 * This is a positive list: the wire has only the capabilities that it names, so that a
 * capability of a later version is not taken for granted.
 *
 * @since 0.1.0
 */
public final class RunCapabilities {

	private final String wire;

	private final Set<RunCapability> supported;

	private final Map<RunCapability, String> reasons;

	private RunCapabilities(String wire, Set<RunCapability> supported, Map<RunCapability, String> reasons) {
		this.wire = Check.hasText(wire, "wire");
		this.supported = Collections.unmodifiableSet(supported);
		this.reasons = reasons;
	}

	/**
	 * Return the capabilities of a wire.
	 * @param wire the wire's name, such as {@code responses} or {@code assistants}
	 * @param supported everything that the wire can do
	 * @return the capabilities
	 */
	public static RunCapabilities of(String wire, RunCapability... supported) {
		EnumSet<RunCapability> set = EnumSet.noneOf(RunCapability.class);
		set.addAll(List.of(supported));
		return new RunCapabilities(wire, set, Map.of());
	}

	/**
	 * Return a copy that gives the reason why the wire lacks a capability.
	 * @param capability a capability that is not supported
	 * @param reason the reason, for users to read
	 * @return the copy
	 * @throws IllegalArgumentException if the wire has the capability
	 */
	public RunCapabilities withReason(RunCapability capability, String reason) {
		Check.isTrue(!supports(capability), "Wire '" + this.wire + "' supports " + capability);
		Map<RunCapability, String> reasons = new EnumMap<>(RunCapability.class);
		reasons.putAll(this.reasons);
		reasons.put(capability, Check.hasText(reason, "reason"));
		return new RunCapabilities(this.wire, this.supported, reasons);
	}

	/**
	 * Return the name of the wire.
	 * @return the name, such as {@code responses} or {@code assistants}
	 */
	public String wire() {
		return this.wire;
	}

	/**
	 * Return everything that the wire can do.
	 * @return the capabilities, in the order of their declaration
	 */
	public Set<RunCapability> supported() {
		return this.supported;
	}

	/**
	 * Return whether the wire has the given capability.
	 * @param capability the capability
	 * @return whether it is supported
	 */
	public boolean supports(RunCapability capability) {
		return this.supported.contains(capability);
	}

	/**
	 * Return why the wire lacks the given capability.
	 * @param capability the capability
	 * @return the reason, or {@code null} if the wire has the capability
	 */
	public @Nullable String reasonAgainst(RunCapability capability) {
		return supports(capability) ? null
				: this.reasons.getOrDefault(capability, "wire '" + this.wire + "' does not support it");
	}

	/**
	 * Verify that the wire has the given capability.
	 * @param capability the capability
	 * @throws UnsupportedRunOperationException if the wire lacks it
	 */
	public void require(RunCapability capability) {
		if (!supports(capability)) {
			throw unsupported(capability);
		}
	}

	/**
	 * Return the exception for an operation that the wire does not implement.
	 * @param capability the capability that the operation needs
	 * @return the exception, to be thrown
	 */
	public UnsupportedRunOperationException unsupported(RunCapability capability) {
		String reason = reasonAgainst(capability);
		return new UnsupportedRunOperationException(this.wire, capability,
				(reason != null) ? reason : "its gateway does not implement it");
	}

	@Override
	public String toString() {
		return "RunCapabilities[wire=" + this.wire + ", supported=" + this.supported + "]";
	}

}
