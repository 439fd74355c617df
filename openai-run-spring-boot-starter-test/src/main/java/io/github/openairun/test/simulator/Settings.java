package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a simulator behaves; see {@link OpenAiSimulator.Builder} for the meanings.
 */
record Settings(Clock clock, Set<Wire> wires, Phases phases, @Nullable Duration pollAfter, boolean betaRequired,
		boolean apiKeyHeaderAccepted, @Nullable Improvisation improvisation, Set<Variant> variants) {

	boolean has(Variant variant) {
		return this.variants.contains(variant);
	}

	/**
	 * How long a run stays in each phase.
	 */
	record Phases(Duration queuedFor, Duration workingFor, Duration cancellingFor, Duration expiresAfter) {
	}

}
