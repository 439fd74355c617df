package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.openairun.RunOperations;
import io.github.openairun.ThreadDeletionListener;
import io.github.openairun.actuate.RunInfoContributor;
import io.github.openairun.actuate.RunServerHealthIndicator;
import io.github.openairun.actuate.RunsEndpoint;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.engine.RunHistory;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class OpenAiActuatorAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=openairuns";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, OpenAiRunAutoConfiguration.class,
				OpenAiActuatorAutoConfiguration.class))
		.withPropertyValues("openai.api-key=sk-test");

	@Test
	void hasTheEndpointWhenItIsExposed() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			assertThat(context).hasSingleBean(RunsEndpoint.class).hasSingleBean(RunHistory.class);
			assertThat(context.getBean(RunsEndpoint.class).runs().wire().name()).isEqualTo("responses");
		});
	}

	@Test
	void whatIsRememberedIsDeletedWithAThread() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context.getBeansOfType(ThreadDeletionListener.class).values())
				.contains(context.getBean(RunHistory.class), context.getBean(InMemoryApprovalStore.class)));
	}

	@Test
	void remembersNothingWhenTheEndpointIsNotExposed() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RunOperations.class)
			.doesNotHaveBean(RunsEndpoint.class)
			.doesNotHaveBean(RunHistory.class));
	}

	@Test
	void hasNoEndpointWithoutAccess() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.openairuns.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(RunsEndpoint.class));
	}

	@Test
	void startsWithoutActuator() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RunOperations.class)
				.doesNotHaveBean(RunHistory.class));
	}

	@Test
	void startsWithoutHealth() {
		this.runner.withPropertyValues("management.health.openairun.enabled=true")
			.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("openAiRunHealthIndicator"));
	}

	@Test
	void hasNothingWhenDisabled() {
		this.runner.withPropertyValues(EXPOSED, "openai.run.enabled=false", "management.health.openairun.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RunsEndpoint.class)
				.doesNotHaveBean(RunInfoContributor.class)
				.doesNotHaveBean(RunServerHealthIndicator.class));
	}

	@Test
	void backsOffForTheUsersOwnBeans() {
		RunHistory history = new RunHistory(1);
		RunsEndpoint endpoint = mock();
		this.runner.withPropertyValues(EXPOSED)
			.withBean("own", RunHistory.class, () -> history)
			.withBean("ownEndpoint", RunsEndpoint.class, () -> endpoint)
			.run((context) -> {
				assertThat(context.getBean(RunHistory.class)).isSameAs(history);
				assertThat(context.getBean(RunsEndpoint.class)).isSameAs(endpoint);
			});
	}

	@Test
	void tellsAboutItself() {
		this.runner.withPropertyValues("openai.run.assistants.support.model=gpt").run((context) -> {
			Info.Builder info = new Info.Builder();
			context.getBean(RunInfoContributor.class).contribute(info);
			assertThat(info.build().getDetails().get("openaiRun"))
				.isEqualTo(Map.of("wire", "responses", "assistants", List.of("support"), "tools", List.of()));
		});
	}

	@ParameterizedTest
	@CsvSource({ "management.info.openairun.enabled=false", "management.info.defaults.enabled=false" })
	void tellsNothingAboutItselfWhenToldSo(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(RunInfoContributor.class));
	}

	@Test
	void healthOfAWireOfTheApplicationIsUnknown() {
		this.runner.withPropertyValues("management.health.openairun.enabled=true")
			.withBean(RunGateway.class, () -> mock(RunGateway.class))
			.run((context) -> assertThat(context.getBean(RunServerHealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UNKNOWN));
	}

	@Test
	void healthIsOffByDefault() {
		this.runner.withPropertyValues("management.health.defaults.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(RunServerHealthIndicator.class));
	}

	@ParameterizedTest
	@CsvSource({ "200, UP", "401, DOWN", "403, DOWN", "404, UNKNOWN", "429, DOWN", "500, DOWN" })
	void healthIsWhatTheListOfModelsSays(int httpStatus, String status) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/v1/models", (exchange) -> {
			byte[] body = ((httpStatus == 200) ? "{\"object\":\"list\",\"data\":[]}"
					: "{\"error\":{\"message\":\"no\"}}")
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(httpStatus, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		try {
			this.runner
				.withPropertyValues("management.health.openairun.enabled=true",
						"openai.base-url=http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
				.run((context) -> {
					Health health = context.getBean(RunServerHealthIndicator.class).health();
					assertThat(health.getStatus().getCode()).isEqualTo(status);
				});
		}
		finally {
			server.stop(0);
		}
	}

}
