package io.github.openairun.autoconfigure;

import org.springframework.context.ApplicationContext;

import io.github.openairun.wire.WireClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes the connection out of an application, where it is no bean.
 */
final class Connections {

	private Connections() {
	}

	static OpenAiConnection of(ApplicationContext context) {
		OpenAiConnection connection = context.getBean(RunComponents.class).connection();
		assertThat(connection).isNotNull();
		return connection;
	}

	static WireClient client(ApplicationContext context) {
		return of(context).client();
	}

}
