package io.github.openairun.samples.webchat;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.github.openairun.RunRequest;
import io.github.openairun.web.RunSseEmitter;
import io.github.openairun.web.RunSseEmitters;

/**
 * Answers messages with a stream of events.
 */
@RestController
class ChatController {

	private final RunSseEmitters emitters;

	private final Conversation conversation;

	ChatController(RunSseEmitters emitters, Conversation conversation) {
		this.emitters = emitters;
		this.conversation = conversation;
	}

	@PostMapping("/chat")
	RunSseEmitter chat(@RequestParam String message) {
		return this.emitters
			.stream(RunRequest.assistant("support").thread(this.conversation.threadId()).message(message).build());
	}

}
