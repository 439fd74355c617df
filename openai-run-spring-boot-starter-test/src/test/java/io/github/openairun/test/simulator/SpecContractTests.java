package io.github.openairun.test.simulator;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repeats tests of both wires, and holds every request and answer of theirs against
 * OpenAI's schemas. It needs {@code -Dopenai.spec=FILE}.
 */
@EnabledIfSystemProperty(named = SpecValidator.PROPERTY, matches = ".+",
		disabledReason = "-Dopenai.spec names no OpenAPI document")
class SpecContractTests {

	@Test
	void violationIsFound() {
		ServerClient client = new ServerClient();
		client.post("/threads", "");
		Exchange good = client.server().exchanges().get(0);
		Exchange bad = new Exchange(good.operation(), good.method(), good.path(), good.query(), good.headers(),
				"{\"bogus\": 1}", good.status(), good.responseHeaders(), "{\"id\": 1}");
		assertThat(SpecValidator.violations(List.of(good))).isEmpty();
		assertThat(SpecValidator.violations(List.of(bad))).anyMatch((line) -> line.contains("bogus"))
			.anyMatch((line) -> line.contains("metadata"));
	}

	@Test
	void violationInAStreamIsFound() {
		ServerClient client = new ServerClient();
		client.when(MessageMatcher.anyMessage()).reply("Done");
		client.stream("POST", "/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'stream': true}").read();
		Exchange good = client.server().exchanges().get(0);
		Exchange bad = new Exchange(good.operation(), good.method(), good.path(), good.query(), good.headers(),
				good.requestBody(), good.status(), good.responseHeaders(),
				good.responseBody().replace("\"delta\":", "\"bogus\":"));
		assertThat(SpecValidator.violations(List.of(good))).isEmpty();
		assertThat(SpecValidator.violations(List.of(bad))).anyMatch((line) -> line.contains("output_text.delta"));
	}

	@Nested
	class AssistantsBySdk extends AssistantsSdkIntegrationTests {

		@AfterEach
		void conforms() {
			assertThat(this.simulator.exchanges()).isNotEmpty();
			assertThat(SpecValidator.violations(this.simulator.exchanges())).isEmpty();
		}

	}

	@Nested
	class AssistantsObjectsBySdk extends AssistantsObjectsSdkIntegrationTests {

		@AfterEach
		void conforms() {
			assertThat(this.simulator.exchanges()).isNotEmpty();
			assertThat(SpecValidator.violations(this.simulator.exchanges())).isEmpty();
		}

	}

	@Nested
	class ResponsesBySdk extends ResponsesSdkIntegrationTests {

		@AfterEach
		void conforms() {
			assertThat(this.simulator.exchanges()).isNotEmpty();
			assertThat(SpecValidator.violations(this.simulator.exchanges())).isEmpty();
		}

	}

	@Nested
	class ConversationsBySdk extends ConversationsSdkIntegrationTests {

		@AfterEach
		void conforms() {
			assertThat(this.simulator.exchanges()).isNotEmpty();
			assertThat(SpecValidator.violations(this.simulator.exchanges())).isEmpty();
		}

	}

	@Nested
	class ResponseChainsBySdk extends ResponseChainsSdkIntegrationTests {

		@AfterEach
		void conforms() {
			assertThat(this.simulator.exchanges()).isNotEmpty();
			assertThat(SpecValidator.violations(this.simulator.exchanges())).isEmpty();
		}

	}

	@Nested
	class OutputItemsBySdk extends OutputItemsSdkIntegrationTests {

		@AfterEach
		void conforms() {
			assertThat(this.simulator.exchanges()).isNotEmpty();
			assertThat(SpecValidator.violations(this.simulator.exchanges())).isEmpty();
		}

	}

	@Nested
	class BuiltInToolsBySdk extends BuiltInToolsSdkIntegrationTests {

		@AfterEach
		void conforms() {
			assertThat(this.simulator.exchanges()).isNotEmpty();
			assertThat(SpecValidator.violations(this.simulator.exchanges())).isEmpty();
		}

	}

	@Nested
	class AzureBySdk extends AzureSdkIntegrationTests {

		@AfterEach
		void conforms() {
			assertThat(this.simulator.exchanges()).isNotEmpty();
			assertThat(SpecValidator.violations(this.simulator.exchanges())).isEmpty();
		}

	}

	@Nested
	class AssistantsRuns extends AssistantsRunTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class AssistantsToolOutputs extends AssistantsToolOutputsTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class AssistantsObjects extends AssistantsObjectTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class Responses extends ResponsesTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class ResponsesToolOutputs extends ResponsesToolOutputsTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class Conversations extends ConversationsTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class AssistantsStreams extends AssistantsStreamTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class ResponsesStreams extends ResponsesStreamTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class Limits extends LimitTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class ReplyFormats extends ReplyFormatTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class CustomTools extends CustomToolTests {

		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges())).isEmpty();
		}

	}

	@Nested
	class McpApprovals extends McpApprovalTests {

		/**
		 * The document demands a {@code request_id} of decisions, and describes none.
		 */
		@AfterEach
		void conforms() {
			assertThat(SpecValidator.violations(this.client.server().exchanges()))
				.filteredOn((violation) -> !violation.contains(", request: "))
				.isEmpty();
		}

	}

	@Nested
	class StreamsBySdk extends StreamSdkIntegrationTests {

		@AfterEach
		void conforms() {
			assertThat(this.simulator.exchanges()).isNotEmpty();
			assertThat(SpecValidator.violations(this.simulator.exchanges())).isEmpty();
		}

	}

}
