package io.github.openairun.wire.assistants;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Message;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.wire.EventLog;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for more messages than a server takes in one request.
 */
class ManyMessagesTests extends WithServer {

	@BeforeEach
	void answerEverything() {
		answer("{\"id\":\"run_1\",\"object\":\"thread.run\",\"status\":\"completed\"}");
		server.stubFor(post("/v1/threads").willReturn(okJson("{\"id\":\"thread_1\",\"object\":\"thread\"}")));
		server.stubFor(post("/v1/threads/thread_1/messages").willReturn(okJson(MESSAGE)));
	}

	@ParameterizedTest
	@CsvSource({ "false,false", "false,true", "true,false", "true,true" })
	void messagesOfARunAreSplitInOrder(boolean streamed, boolean onThread) {
		RunRequest.Builder request = RunRequest.assistant("support");
		RunCreation creation = creation((onThread ? request.thread("thread_1") : request).messages(messages(70)));
		if (streamed) {
			try (StreamTransport transport = new StreamTransport(StreamTransport.Settings.defaults(),
					(executor) -> HttpClient.newBuilder().executor(executor).build(), new ManualTaskScheduler())) {
				WireClient client = new WireClient(RestClient.create("http://localhost:" + server.getPort() + "/v1"),
						(any) -> "sk-test", RetryPolicy.defaults(), ManualTaskScheduler.jumping())
					.withStreams(transport);
				EventLog.of(new AssistantsGateway(client, true).streams().create(creation)).completed();
			}
		}
		else {
			this.gateway.create(creation);
		}
		assertThat(sent()).containsExactlyElementsOf(IntStream.range(0, 70).mapToObj((i) -> "Message " + i).toList());
		List<LoggedRequest> posts = posts();
		assertThat(posts.get(posts.size() - 1).getUrl()).isEqualTo("/v1/threads/thread_1/runs");
		assertThat(posts).filteredOn((post) -> post.getUrl().endsWith("/runs")).hasSize(1);
	}

	@Test
	void messagesOfAThreadAreSplitInOrder() {
		this.gateway.threads().create(messages(40), Map.of());
		assertThat(sent()).containsExactlyElementsOf(IntStream.range(0, 40).mapToObj((i) -> "Message " + i).toList());
	}

	@Test
	void messagesAreAddedOnceWhenTheThreadIsBusyMeanwhile() {
		RunCreation creation = creation(RunRequest.assistant("support").thread("thread_1").messages(messages(40)));
		server
			.stubFor(post("/v1/threads/thread_1/messages").withRequestBody(containing("\"Message 5\""))
				.willReturn(jsonResponse(
						"{\"error\":{\"message\":\"Can't add messages to thread_1 while a run run_0 is active.\"}}",
						400)));
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> this.gateway.onThread(creation))
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isEqualTo("run_0"));
		assertThat(sent()).hasSize(6);
		server.resetRequests();
		answerEverything();
		RunCreation onThread = this.gateway.onThread(creation);
		assertThat(sent()).containsExactly("Message 5", "Message 6", "Message 7");
		assertThat(onThread.request().messages()).hasSize(32);
	}

	private static List<Message> messages(int count) {
		return IntStream.range(0, count).mapToObj((i) -> Message.user("Message " + i)).toList();
	}

	private static List<LoggedRequest> posts() {
		return requests().stream().filter((request) -> request.getMethod().getName().equals("POST")).toList();
	}

	private static List<String> sent() {
		List<String> sent = new ArrayList<>();
		for (LoggedRequest request : posts()) {
			JsonNode body = json(request.getBodyAsString());
			for (JsonNode messages : List.of(body.path("messages"), body.path("additional_messages"),
					body.at("/thread/messages"))) {
				assertThat(messages.size()).isLessThanOrEqualTo(32);
				messages.forEach((message) -> sent.add(message.path("content").asString()));
			}
			if (request.getUrl().endsWith("/messages")) {
				sent.add(body.path("content").asString());
			}
		}
		return sent;
	}

}
