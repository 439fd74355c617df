package io.github.openairun.test.aot;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web application with the actuator, run from what was made ahead of time in a virtual
 * machine of its own.
 */
@Timeout(120)
class AotWebApplicationTests {

	private static final String[] CONFIGURATION = { "--server.port=0", "--server.address=127.0.0.1",
			"--spring.main.banner-mode=off", "--management.endpoints.web.exposure.include=openairuns,info",
			"--openai.api-key=sk-aot", "--openai.run.assistants.support.model=gpt-5-mini",
			"--openai.run.assistants.support.tools=*", "--openai.webhook.secret=whsec_c2VjcmV0" };

	@TempDir
	static Path folder;

	private static OpenAiSimulator simulator;

	private static AheadOfTime aheadOfTime;

	private static Process process;

	private static BufferedReader output;

	private static String url;

	@BeforeAll
	static void start() throws Exception {
		simulator = OpenAiSimulator.start();
		simulator.when(anyMessage())
			.call("findOrder", Map.of("search", Map.of("number", "17")))
			.reply((outputs) -> "It says " + outputs.get("findOrder"));
		aheadOfTime = new AheadOfTime(folder);
		aheadOfTime.process(AotWebApplication.class, CONFIGURATION);
		process = start(true);
		output = process.inputReader();
		assertThat(read("aot ")).isEqualTo("true");
		url = "http://127.0.0.1:" + read("port ");
	}

	private static Process start(boolean generated) throws IOException {
		List<String> args = Stream
			.concat(Stream.of(CONFIGURATION), Stream.of("--openai.base-url=" + simulator.baseUrl()))
			.toList();
		return new ProcessBuilder(aheadOfTime.command(AotWebApplication.class, generated, args))
			.redirectErrorStream(true)
			.start();
	}

	private static String read(String prefix) throws IOException {
		StringBuilder read = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.startsWith(prefix)) {
				return line.substring(prefix.length());
			}
			read.append(line).append('\n');
		}
		throw new AssertionError("The application ended:\n" + read);
	}

	@AfterAll
	static void stop() throws Exception {
		if (process != null) {
			process.destroy();
			process.waitFor();
		}
		simulator.close();
	}

	@Test
	void theEndpointAnswersAndABrowserIsSentARun() throws Exception {
		String events = send(HttpRequest.newBuilder(URI.create(url + "/chat?message=Hello"))
			.POST(HttpRequest.BodyPublishers.noBody()));
		assertThat(events).containsSubsequence("event:tool-started", "\"tool\":\"findOrder\"", "event:tool-finished",
				"\"outcome\":\"success\"", "event:message", "shipped", "event:ended");
		JsonNode runs = get("/actuator/openairuns");
		assertThat(runs.at("/tools/0/name").asString()).isEqualTo("findOrder");
		assertThat(runs.at("/tools/0/parameters/properties/search/properties/number/type").asString())
			.isEqualTo("string");
		assertThat(runs.at("/recent/0/outcome").asString()).isEqualTo("success");
		assertThat(runs.at("/wire/name").asString()).isEqualTo("responses");
		assertThat(get("/actuator/openairuns/" + runs.at("/recent/0/runId").asString()).at("/drives/0/rounds").asInt())
			.isOne();
	}

	@Test
	void infoTellsAssistantsAndTools() throws Exception {
		JsonNode info = get("/actuator/info").get("openaiRun");
		assertThat(info.at("/assistants/0").asString()).isEqualTo("support");
		assertThat(info.at("/tools/0").asString()).isEqualTo("findOrder");
	}

	@Test
	void webhooksAreReceived() {
		simulator.webhooks().deliverTo(url + "/openai/webhook", "whsec_c2VjcmV0");
		assertThat(simulator.webhooks().send("response.completed", "resp_1").status()).isEqualTo(204);
		simulator.webhooks().deliverTo(url + "/openai/webhook", "another secret");
		assertThat(simulator.webhooks().send("response.completed", "resp_1").status()).isEqualTo(401);
		simulator.webhooks().stop();
	}

	@Test
	void withoutTheGeneratedClassesItDoesNotStart() throws Exception {
		Process unprocessed = start(false);
		String said = new String(unprocessed.getInputStream().readAllBytes());
		assertThat(unprocessed.waitFor()).isNotZero();
		assertThat(said).contains("AOT");
	}

	private static JsonNode get(String path) throws Exception {
		return JsonMapper.builder().build().readTree(send(HttpRequest.newBuilder(URI.create(url + path))));
	}

	private static String send(HttpRequest.Builder request) throws Exception {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(request.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

}
