package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.Variant;
import io.github.openairun.test.simulator.Wire;

/**
 * Runs what holds for several tenants on both wires.
 */
@Varied(Variant.KEYS_APART)
class TenantsApartContractTests {

	@Nested
	class OnAssistants extends AbstractTenantsApartContractTests {

		OnAssistants() {
			super(Wire.ASSISTANTS);
		}

	}

	@Nested
	class OnResponses extends AbstractTenantsApartContractTests {

		OnResponses() {
			super(Wire.RESPONSES);
		}

	}

}
