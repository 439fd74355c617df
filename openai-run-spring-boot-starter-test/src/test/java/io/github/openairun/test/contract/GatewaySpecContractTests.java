package io.github.openairun.test.contract;

import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.SpecValidator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repeats the contract on both wires, and holds every request of the gateways and every
 * answer against OpenAI's schemas. It needs {@code -Dopenai.spec=FILE}.
 */
@EnabledIfSystemProperty(named = SpecValidator.PROPERTY, matches = ".+",
		disabledReason = "-Dopenai.spec names no OpenAPI document")
@ExtendWith(GatewaySpecContractTests.ConformsToSpec.class)
class GatewaySpecContractTests {

	@Nested
	class Assistants extends AssistantsContractTests {

	}

	@Nested
	class Responses extends ResponsesContractTests {

	}

	static class ConformsToSpec implements AfterEachCallback {

		@Override
		public void afterEach(ExtensionContext context) {
			AbstractContractTests test = (AbstractContractTests) context.getRequiredTestInstance();
			if (test.conforming && context.getExecutionException().isEmpty()) {
				List<Exchange> exchanges = test.simulator.exchanges();
				assertThat(SpecValidator.violations(exchanges)).isEmpty();
			}
		}

	}

}
