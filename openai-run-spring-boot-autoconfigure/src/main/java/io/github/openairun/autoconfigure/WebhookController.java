package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.openairun.web.WebhookReceiver;

/**
 * The endpoint of Spring MVC that receives webhooks. It reads the body itself, because
 * the signature covers its bytes.
 */
@RestController
class WebhookController {

	private final WebhookReceiver receiver;

	WebhookController(WebhookReceiver receiver) {
		this.receiver = receiver;
	}

	@PostMapping("${openai.webhook.path:/openai/webhook}")
	ResponseEntity<Void> receive(@RequestHeader HttpHeaders headers, InputStream body) throws IOException {
		return ResponseEntity.status(this.receiver.receive(headers, body).status()).build();
	}

}
