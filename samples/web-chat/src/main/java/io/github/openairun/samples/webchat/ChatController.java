package io.github.openairun.samples.webchat;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.openairun.RunRequest;
import io.github.openairun.web.RunSseEmitter;
import io.github.openairun.web.RunSseEmitters;

/**
 * Streams the reply to a message, and returns or deletes the conversation so far.
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

	/**
	 * Return the messages of the conversation, oldest first, so that a page can show them
	 * after a reload.
	 */
	@GetMapping("/chat")
	List<ChatMessage> messages() {
		return this.conversation.messages()
			.stream()
			.map((message) -> new ChatMessage(message.role(), message.text()))
			.toList();
	}

	@DeleteMapping("/chat")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete() {
		this.conversation.delete();
	}

	record ChatMessage(String role, String text) {
	}

}
