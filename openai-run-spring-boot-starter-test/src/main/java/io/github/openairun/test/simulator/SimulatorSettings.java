package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How a simulator behaves; see {@link OpenAiSimulator.Builder} for the meanings.
 */
record SimulatorSettings(Clock clock, String basePath, Set<Wire> wires, Phases phases, @Nullable Duration pollAfter,
		boolean betaRequired, boolean apiKeyHeaderAccepted, @Nullable Improvisation improvisation,
		Set<Variant> variants, ServerProfile profile, @Nullable RateLimit rateLimit, boolean uniqueIds) {

	SimulatorSettings {
		Assert.isTrue(basePath.startsWith("/") && !basePath.endsWith("/"),
				"'basePath' must begin with a slash, and not end with one");
	}

	@Nullable ServerTraits traits() {
		return this.profile.traits();
	}

	boolean has(Variant variant) {
		return this.variants.contains(variant);
	}

	/**
	 * How long a run stays in each phase.
	 */
	record Phases(Duration queuedFor, Duration workingFor, Duration cancellingFor, Duration expiresAfter) {
	}

}
