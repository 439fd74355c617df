package io.github.openairun.test.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Scripts in JSON, by requests and from a file.
 */
class RemoteControlTests {

	private OpenAiSimulator simulator = OpenAiSimulator.builder().remoteControl(true).start();

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void scriptCallsToolsAndReplies() throws Exception {
		assertThat(
				script("""
						{"scripts": [{"when": {"contains": "order", "matches": ".*17.*", "offers": ["find"], "turn": 1},
						 "rounds": [{"calls": [{"tool": "find", "arguments": {"number": "17"}}]},
						            {"calls": [{"tool": "find", "arguments": "{not json"}, {"tool": "lost", "invented": true}]}],
						 "usage": {"input": 7, "output": 3}, "reply": "{find}, {lost}, {unknown}"}]}""")
					.path("scripts")
					.asInt())
			.isEqualTo(1);
		ServerClient client = new ServerClient(this.simulator.server);
		String tools = "'model': 'gpt-4.1', 'tools': [" + AbstractResponsesTests.TOOL + "], ";
		JsonNode asking = client.post("/responses", "{" + tools + "'input': 'Where is order 17?'}");
		assertThat(asking.at("/output/0/arguments").asString()).isEqualTo("{\"number\":\"17\"}");
		assertThat(asking.at("/usage/input_tokens").asInt()).isEqualTo(7);
		JsonNode again = client.post("/responses", "{" + tools + "'previous_response_id': '"
				+ asking.path("id").asString() + "', 'input': " + AbstractResponsesTests.outputs(asking, "A") + "}");
		assertThat(again.at("/output/0/arguments").asString()).isEqualTo("{not json");
		JsonNode last = client.post("/responses", "{" + tools + "'previous_response_id': '"
				+ again.path("id").asString() + "', 'input': " + AbstractResponsesTests.outputs(again, "B", "C") + "}");
		assertThat(last.at("/output/0/content/0/text").asString()).isEqualTo("A, B, C, {unknown}");
		JsonNode run = send("GET", "/runs", "").at("/runs/0");
		assertThat(run.path("message").asString()).isEqualTo("Where is order 17?");
		assertThat(run.path("status").asString()).isEqualTo("completed");
		assertThat(run.path("offered").toString()).isEqualTo("[\"find\"]");
		assertThat(run.path("calls")).hasSize(3);
		assertThat(run.at("/calls/1/output").asString()).isEqualTo("B");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					"replyJson": {"a": 1}                                     | completed  | /output/0/content/0/text    | {"a":1}
					"replyUnchecked": "x"                                     | completed  | /output/0/content/0/text    | x
					"refuse": "No"                                            | completed  | /output/0/content/0/refusal | No
					"fail": {"code": "server_error", "message": "Sorry"}      | failed     | /error/message              | Sorry
					"incomplete": "content_filter"                            | incomplete | /incomplete_details/reason  | content_filter
					"cancel": true                                            | cancelled  | /status                     | cancelled
					"expire": true                                            | failed     | /error/code                 | server_error
					"items": [{"type": "reasoning", "summary": []}], "reply": "x", "deltas": 1 | completed | /output/0/type | reasoning
					"calls": [{"tool": "q", "input": "select"}], "reply": "x" | completed  | /output/0/input             | select
					"calls": [{"tool": "t", "server": "s", "arguments": {}}], "reply": "x" | completed | /output/1/server_label | s
					"queuedForMillis": 1, "firstDeltaAfterMillis": 1, "betweenDeltasMillis": 1, "endsAfterMillis": 1, "reply": "x" | completed | /output/0/content/0/text | x
					""")
	void scriptEndsInEveryWay(String script, String status, String pointer, String value) throws Exception {
		script("{\"scripts\": [{" + script + "}]}");
		JsonNode response = new ServerClient(this.simulator.server).post("/responses",
				"{'model': 'gpt-4.1', 'input': 'Hi', 'tools': [{'type': 'custom', 'name': 'q'}, {'type': 'mcp', "
						+ "'server_label': 's', 'server_url': 'https://example.com'}]}");
		assertThat(response.path("status").asString()).isEqualTo(status);
		assertThat(response.at(pointer).asString()).isEqualTo(value);
	}

	@Test
	void faultsAndWebhooksAreScripted() throws Exception {
		try (WebhookReceiver receiver = new WebhookReceiver()) {
			script("{\"faults\": [{\"operation\": \"create_run\", \"status\": 429, \"retryAfterMillis\": 20, \"times\": 2},"
					+ " {\"operation\": \"CREATE_RUN\", \"acts\": true}], \"webhook\": {\"url\": \"" + receiver.url()
					+ "\", \"secret\": \"secret\"}, \"scripts\": [{\"reply\": \"Done\"}]}");
			ServerClient client = new ServerClient(this.simulator.server);
			String body = "{'model': 'gpt-4.1', 'input': 'Hi', 'background': true}";
			assertThat(client.send("POST", "/responses", body).headers()).containsEntry("retry-after-ms", "20");
			client.refused(429, "POST", "/responses", body);
			client.refused(500, "POST", "/responses", body);
			assertThat(receiver.next().at("/type")).isEqualTo("response.completed");
		}
	}

	@Test
	void problemsAreToldUntilTheyAreForgotten() throws Exception {
		ServerClient client = new ServerClient(this.simulator.server);
		client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		client.refused(400, "POST", "/responses", "{'input': 'Hi'}");
		JsonNode problems = send("GET", "/problems", "");
		assertThat(problems.at("/unmatched/0").asString()).contains("no script");
		assertThat(problems.at("/refusals/0").asString()).contains("'model'");
		assertThat(send("DELETE", "", "").path("reset").asBoolean()).isTrue();
		assertThat(send("GET", "/problems", "").path("unmatched")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			{"script": []}                                        | script
			{"scripts": [{"when": {"contain": "x"}, "reply": "x"}]} | scripts[0].when.contain
			{"scripts": [{"when": {"matches": "("}, "reply": "x"}]} | scripts[0].when.matches
			{"scripts": [{"calls": [{"arguments": {}}], "reply": "x"}]} | scripts[0].calls[0].tool
			{"scripts": [{"reply": 1}]}                           | scripts[0].reply
			{"scripts": [{}]}                                     | scripts[0].reply
			{"scripts": [{"reply": "x", "refuse": "y"}]}          | scripts[0].reply
			{"scripts": [{"fail": {"code": "x"}}]}                | scripts[0].fail.message
			{"scripts": [{"reply": "x", "usage": {"input": 1}}]}  | scripts[0].usage.output
			{"faults": [{"operation": "DANCE"}]}                  | faults[0].operation
			{"faults": [{"operation": "GET_RUN", "status": 1}]}   | faults[0].status
			{"webhook": {"url": "http://localhost"}}              | webhook.secret
			""")
	void mistakeIsRefusedWithItsPlaceAndNothingIsChanged(String script, String param) throws Exception {
		HttpResponse<String> answer = exchange("POST", "/scripts", script);
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(SimulatorJson.read(answer.body()).at("/error/param").asString()).isEqualTo(param);
	}

	@Test
	void pathsAreServedOnlyIfAskedFor() throws Exception {
		assertThat(exchange("GET", "/nothing", "").statusCode()).isEqualTo(404);
		this.simulator.close();
		this.simulator = OpenAiSimulator.start();
		assertThat(exchange("GET", "/runs", "").statusCode()).isEqualTo(404);
	}

	@Test
	void programReadsScriptsFromAFile(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("script.json");
		Files.writeString(file, "{\"scripts\": [{\"when\": {\"contains\": \"order 17\"}, \"reply\": \"Shipped\"}]}");
		try (OpenAiSimulator program = StandAloneSimulator.start("0", "--script=" + file)) {
			ServerClient client = new ServerClient(program.server);
			assertThat(client.post("/responses", "{'model': 'any', 'input': 'Where is order 17?'}")
				.at("/output/0/content/0/text")
				.asString()).isEqualTo("Shipped");
		}
		Files.writeString(file, "{\"scripts\": [{\"answer\": \"Shipped\"}]}");
		assertThatIllegalArgumentException().isThrownBy(() -> StandAloneSimulator.start("0", "--script=" + file))
			.withMessageContaining(file.toString())
			.withMessageContaining("scripts[0].answer");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> StandAloneSimulator.start("0", "--script=" + folder.resolve("missing.json")))
			.withMessageContaining("cannot be read");
	}

	@Test
	void programRefusesArgumentsThatItDoesNotKnow() {
		assertThatIllegalArgumentException().isThrownBy(() -> StandAloneSimulator.start("--profile=acme"))
			.withMessageContaining("There is no profile 'acme'; there are [OPENAI, ");
		assertThatIllegalArgumentException().isThrownBy(() -> StandAloneSimulator.start("--port"))
			.withMessageContaining("usage:");
	}

	private JsonNode script(String json) throws Exception {
		return send("POST", "/scripts", json);
	}

	private JsonNode send(String method, String path, String body) throws Exception {
		HttpResponse<String> answer = exchange(method, path, body);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return SimulatorJson.read(answer.body());
	}

	private HttpResponse<String> exchange(String method, String path, String body) throws Exception {
		URI uri = URI.create(this.simulator.baseUrl().replace("/v1", "/simulator") + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
					HttpResponse.BodyHandlers.ofString());
	}

}
