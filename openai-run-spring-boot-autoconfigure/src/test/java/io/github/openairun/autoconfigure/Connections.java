package io.github.openairun.autoconfigure;

import org.springframework.context.ApplicationContext;

import io.github.openairun.wire.WireClient;

/**
 * Finds the client of an application.
 */
final class Connections {

	private Connections() {
	}

	static WireClient client(ApplicationContext context) {
		return context.getBean(WireClient.class);
	}

}
